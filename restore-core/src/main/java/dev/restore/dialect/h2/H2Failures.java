package dev.restore.dialect.h2;

import dev.restore.dialect.Failure;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardFailures;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What H2 throws. */
final class H2Failures extends StandardFailures {

    /** What H2 says of a number whose exponent is beyond 100,000: INVALID_VALUE_SCALE of its ErrorCode, of no class for data. */
    private static final String SCALE = "90151";

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    H2Failures(SqlDatabase database) {
        super(database);
    }

    /** H2 names the column of a refused null in its message only, in quotes whatever the language. */
    @Override
    public Failure diagnose(SQLException failure) {
        Failure cause = super.diagnose(failure);
        if (cause instanceof Failure.SomeRow && "23502".equals(failure.getSQLState())) {
            Matcher column = QUOTED.matcher(Objects.toString(failure.getMessage(), ""));
            return new Failure.SomeRow(column.find() ? column.group(1) : null);
        }
        return SCALE.equals(failure.getSQLState()) ? new Failure.SomeRow(null) : cause;
    }

    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        return H2Messages.withoutValues(failure, redaction);
    }
}
