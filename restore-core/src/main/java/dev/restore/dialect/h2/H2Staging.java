package dev.restore.dialect.h2;

import dev.restore.catalog.Table;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.TemporaryTables;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Staging in H2. Of its statements that create something only that of a local temporary table that says so commits nothing, so that
 * indexes are made with it, and a unique one holds the row's own number besides.
 */
final class H2Staging extends TemporaryTables {

    H2Staging(SqlDatabase database) {
        super(database, null, ChangeForm.MERGE_INTO);
    }

    @Override
    protected void create(
            String name, List<String> columns, @Nullable String row, List<List<String>> indexes, String query)
            throws SQLException {
        StringBuilder sql = new StringBuilder("CREATE LOCAL TEMPORARY TABLE ")
                .append(name)
                .append(" (")
                .append(String.join(", ", columns));
        String own = columns.get(0);
        for (List<String> index : indexes) {
            sql.append(", UNIQUE(").append(String.join(", ", index));
            if (!index.contains(own)) {
                sql.append(", ").append(own);
            }
            sql.append(')');
        }
        database()
                .execute(sql.append(") ON COMMIT DROP TRANSACTIONAL AS ")
                        .append(query)
                        .append(" WITH NO DATA")
                        .toString());
    }

    @Override
    protected void filled(Table table, List<List<String>> indexes) {}
}
