package dev.restore.dialect.postgres.transaction;

import dev.restore.catalog.Table;
import dev.restore.dialect.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * From how many rows on which measures pay. The settings {@code restore.rebuild_rows} and {@code restore.light_rows} of the
 * connection move them, for instance {@code options=-c%20restore.rebuild_rows=1000000} in its URL.
 *
 * @param rebuild how many rows a table must get for its indexes to be built again after the load
 * @param light how many rows may come in all for the light measures
 */
public record Thresholds(long rebuild, long light) {

    /**
     * Dropping an index and building it again costs a few statements and catalog rows, about a millisecond; keeping it up
     * costs some microseconds a row. So it pays from about a thousand rows; but a duplicate key that is found only in the end
     * costs a second load, and below this many rows there is too little to win for that.
     */
    public static final long REBUILD = 20_000;

    /** About what a test's data are. Deleting this many rows takes no longer than truncating one table. */
    static final long LIGHT = 2_000;

    public static Thresholds read(Connection connection) throws SQLException {
        String query = "SELECT coalesce(nullif(pg_catalog.current_setting('restore.rebuild_rows', true), '')::bigint, "
                + REBUILD + "), coalesce(nullif(pg_catalog.current_setting('restore.light_rows', true), '')::bigint, "
                + LIGHT + ")";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Thresholds(row.getLong(1), row.getLong(2));
        }
    }

    /** Returns whether a table gets many rows, for all that is known. */
    public boolean many(Scope scope, Table table) {
        return scope.rows().getOrDefault(table.name(), Long.MAX_VALUE) >= rebuild;
    }

    /** Returns whether only few rows come. */
    public boolean few(Scope scope) {
        return scope.loaded().stream().allMatch(table -> scope.rows().containsKey(table.name()))
                && scope.rows().values().stream().mapToLong(rows -> rows).sum() <= light
                && scope.rebuilt().isEmpty();
    }
}
