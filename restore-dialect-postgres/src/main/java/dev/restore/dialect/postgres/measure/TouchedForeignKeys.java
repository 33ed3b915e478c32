package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.ForeignKeyMeasure.Kind;
import dev.restore.dialect.Scope;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.transaction.Thresholds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the gentlest measure under which a load can succeed. */
public final class TouchedForeignKeys {

    private final Connection connection;
    private final PostgresCatalog catalog;

    public TouchedForeignKeys(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    public ForeignKeyMeasure measure(Scope scope, Thresholds thresholds) throws SQLException {
        List<ForeignKey> touching = touching(scope);
        if (touching.isEmpty()) {
            return new ForeignKeyMeasure(Kind.NONE, true, "no foreign key touches these tables");
        }
        List<ForeignKey> immediate = notDeferrable(touching);
        if (immediate.isEmpty()) {
            return new ForeignKeyMeasure(Kind.DEFER, true, "every foreign key is deferrable");
        }
        if (scope.optimistic() && thresholds.few(scope) && isOrderable(scope, immediate)) {
            return new ForeignKeyMeasure(
                    Kind.ORDER,
                    false,
                    "few rows come, for which no constraint is altered; when a row is refused, it is done the other way",
                    true);
        }
        Set<TableName> loaded = catalog.sharingRows(scope.loaded()).keySet();
        Set<TableName> owned = owned(immediate);
        List<ForeignKey> foreign = immediate.stream()
                .filter(key -> loaded.contains(key.table()) && !owned.contains(key.table()))
                .toList();
        if (foreign.isEmpty()) {
            return new ForeignKeyMeasure(
                    Kind.MAKE_DEFERRABLE, true, "this role owns every table with a foreign key that is not deferrable");
        }
        return new ForeignKeyMeasure(
                Kind.ORDER,
                false,
                "this role does not own " + foreign.get(0).table() + ", so that its foreign keys cannot be put off");
    }

    /** Returns whether rows can be deleted children first and loaded parents first without breaking a key on the way. */
    private boolean isOrderable(Scope scope, List<ForeignKey> immediate) {
        Set<TableName> loaded = catalog.sharingRows(scope.loaded()).keySet();
        Set<TableName> cleared = catalog.sharingRows(scope.cleared()).keySet();
        boolean outside = immediate.stream()
                .anyMatch(key -> cleared.contains(key.referencedTable()) && !cleared.contains(key.table()));
        boolean itself = immediate.stream().anyMatch(key -> loaded.contains(key.table()) && key.selfReference());
        return !outside && !itself && unorderable(scope).isEmpty();
    }

    /** Returns the enforced foreign keys from or to any row of the loaded and the cleared tables. */
    List<ForeignKey> touching(Scope scope) {
        Set<TableName> names = new HashSet<>(catalog.sharingRows(scope.loaded()).keySet());
        names.addAll(catalog.sharingRows(scope.cleared()).keySet());
        return catalog.enforcedKeys().stream()
                .filter(key -> names.contains(key.table()) || names.contains(key.referencedTable()))
                .toList();
    }

    static List<ForeignKey> notDeferrable(List<ForeignKey> keys) {
        return keys.stream()
                .filter(key -> key.deferrability() == ForeignKey.Deferrability.NOT_DEFERRABLE)
                .toList();
    }

    /** Returns those of the referring tables that the current role may alter. */
    Set<TableName> owned(List<ForeignKey> keys) throws SQLException {
        List<Table> tables = keys.stream()
                .map(ForeignKey::table)
                .distinct()
                .flatMap(name -> catalog.catalog().table(name).stream())
                .toList();
        Set<TableName> owned = new HashSet<>();
        String query = """
                SELECT n.nspname, c.relname
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid = ANY (?::oid[]) AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
                """;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, catalog.oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    owned.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return owned;
    }

    /** Returns the foreign keys because of which no order of the rows is right: those on and between cycles. */
    List<ForeignKey> unorderable(Scope scope) {
        Map<TableName, Table> loaded = catalog.sharingRows(scope.loaded());
        List<ForeignKey> left = new ArrayList<>(notDeferrable(touching(scope)).stream()
                .filter(key -> loaded.containsKey(key.table()) && loaded.containsKey(key.referencedTable()))
                .toList());
        boolean shrunk = true;
        while (shrunk) {
            Set<Table> referring = new HashSet<>();
            Set<Table> referenced = new HashSet<>();
            left.forEach(key -> referring.add(loaded.get(key.table())));
            left.forEach(key -> referenced.add(loaded.get(key.referencedTable())));
            shrunk = left.removeIf(key -> !referring.contains(loaded.get(key.referencedTable()))
                    || !referenced.contains(loaded.get(key.table())));
        }
        return left;
    }
}
