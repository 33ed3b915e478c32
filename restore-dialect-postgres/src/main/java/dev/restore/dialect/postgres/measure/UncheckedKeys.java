package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Foreign keys that PostgreSQL does not check although it shows them as valid: somebody has disabled their triggers, or this
 * connection works as a replica. Orphans are counted instead, those that were there before apart.
 */
final class UncheckedKeys {

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final Map<ForeignKey, Long> before = new LinkedHashMap<>();

    UncheckedKeys(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    /**
     * Looks for them.
     *
     * @param cleared the tables whose rows will be gone, and no orphans any more
     */
    void remember(List<ForeignKey> keys, Set<TableName> cleared) throws SQLException {
        Set<String> unchecked = unchecked();
        for (ForeignKey key : keys) {
            if (unchecked.contains(id(key.table().schema(), key.table().name(), key.name()))) {
                before.put(key, cleared.contains(key.table()) ? 0 : orphans(key));
            }
        }
    }

    /** Returns how many orphans have come in, by key. */
    Map<ForeignKey, Long> newOrphans() throws SQLException {
        Map<ForeignKey, Long> counts = new LinkedHashMap<>();
        for (Map.Entry<ForeignKey, Long> key : before.entrySet()) {
            long added = orphans(key.getKey()) - key.getValue();
            if (added > 0) {
                counts.put(key.getKey(), added);
            }
        }
        return counts;
    }

    private Set<String> unchecked() throws SQLException {
        String query = """
                SELECT DISTINCT n.nspname, c.relname, k.conname
                FROM pg_catalog.pg_constraint k
                JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_catalog.pg_constraint part ON part.oid = k.oid OR part.conparentid = k.oid
                JOIN pg_catalog.pg_trigger t ON t.tgconstraint = part.oid
                WHERE k.contype = 'f' AND k.conparentid = 0 AND t.tgenabled NOT IN ('A',
                    CASE pg_catalog.current_setting('session_replication_role') WHEN 'replica' THEN 'R' ELSE 'O' END)
                """;
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                names.add(id(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        return names;
    }

    private static String id(@Nullable String schema, String table, String key) {
        return schema + "\n" + table + "\n" + key;
    }

    private long orphans(ForeignKey key) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ForeignKeySql.countViolations(catalog, key))) {
            row.next();
            return row.getLong(1);
        }
    }
}
