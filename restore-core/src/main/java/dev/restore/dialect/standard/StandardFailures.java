package dev.restore.dialect.standard;

import dev.restore.dialect.Failure;
import dev.restore.dialect.Failures;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.ValueException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Says whose fault a failure is, by its SQLSTATE: classes 22, 23 and 45, which triggers raise, are the fault of a row, 40001 and
 * 40P01 may pass when the run is repeated. The row of a {@link ValueException} is its index in the {@link Rows}.
 */
public class StandardFailures implements Failures {

    private final SqlDatabase database;

    /** Judges what a database throws. */
    public StandardFailures(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public Failure diagnose(SQLException failure) {
        if (failure instanceof ValueException value) {
            return new Failure.Row(value.row(), null);
        }
        if (failure instanceof RowException row) {
            Failure cause = diagnose(row.failure());
            return cause instanceof Failure.SomeRow some ? new Failure.Row(row.index(), some.column()) : cause;
        }
        return failure.getSQLState() == null && !database.trusted() && isOfDriver(failure)
                ? new Failure.SomeRow(null)
                : byState(failure.getSQLState());
    }

    /** Some drivers give no SQLSTATE, and most of what they refuse is a row. */
    private boolean isOfDriver(SQLException failure) {
        try {
            return !(failure instanceof SessionException)
                    && !database.connection().isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private static Failure byState(@Nullable String state) {
        if (state == null) {
            return new Failure.Fatal();
        }
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("45")) {
            return new Failure.SomeRow(null);
        }
        if (state.equals("40001") || state.equals("40P01")) {
            return new Failure.Retryable();
        }
        return new Failure.Fatal();
    }
}
