package dev.restore.dialect.postgres.load;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.OtherKeys;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.TableLoader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads rows by COPY into a temporary table and moves them from there, where a taken key is not an error. */
public final class TemporaryTableUpsert implements TableLoader {

    private static final String SAME_KEY_TWICE = "23505";

    private final Connection connection;
    private final StagedUpsert upsert;
    private final TableLoader copy;

    public TemporaryTableUpsert(Connection connection, StagedUpsert upsert, TableLoader copy) {
        this.connection = connection;
        this.upsert = upsert;
        this.copy = copy;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(upsert.emptyStage());
            copy.load(rows, from, to);
            long taken;
            try (ResultSet counts = statement.executeQuery(upsert.countTaken())) {
                counts.next();
                taken = counts.getLong(1);
                if (counts.getLong(2) > 0) {
                    // The batch is taken apart until they come one after the other, as row by row.
                    throw new SessionException("two rows of one batch have the same key", SAME_KEY_TWICE);
                }
            }
            OtherKeys others = taken > 0 && upsert.follows() ? others(statement) : null;
            long updated = taken > 0 && upsert.updates() ? statement.executeLargeUpdate(upsert.update()) : 0;
            long inserted = taken < to - from ? statement.executeLargeUpdate(upsert.insert()) : 0;
            return new Loaded(inserted, updated, taken - updated, others);
        }
    }

    private @Nullable OtherKeys others(Statement statement) throws SQLException {
        List<Column> columns = upsert.followed();
        List<Integer> places = new ArrayList<>();
        ReadRows keys = new ReadRows(columns.size());
        try (ResultSet row = statement.executeQuery(upsert.others())) {
            while (row.next()) {
                places.add(row.getInt(1) - 1);
                for (int i = 0; i < columns.size(); i++) {
                    String value = row.getString(i + 2);
                    if (value == null) {
                        keys.addNull();
                    } else {
                        keys.add(kind(columns.get(i).type().family()), value);
                    }
                }
            }
        }
        return places.isEmpty() ? null : new OtherKeys(places, keys);
    }

    private static ValueKind kind(TypeFamily family) {
        return switch (family) {
            case INTEGER -> ValueKind.INTEGER;
            case DECIMAL -> ValueKind.DECIMAL;
            case BOOLEAN -> ValueKind.BOOLEAN;
            default -> ValueKind.TEXT;
        };
    }

    @Override
    public String strategy() {
        return copy.strategy() + " into a temporary table, moved from there";
    }

    @Override
    public void close() throws SQLException {
        copy.close();
    }
}
