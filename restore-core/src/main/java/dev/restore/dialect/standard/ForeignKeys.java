package dev.restore.dialect.standard;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which foreign keys matter to a restore, and which of them form circles. */
public final class ForeignKeys {

    private ForeignKeys() {}

    /** Returns the foreign keys that a restore may break: those of the tables it loads or clears and those that refer to these. */
    public static Set<ForeignKey> touching(Scope scope) {
        Set<ForeignKey> keys = new LinkedHashSet<>();
        for (Table table : scope.loaded()) {
            keys.addAll(table.foreignKeys());
        }
        for (Table table : scope.cleared()) {
            keys.addAll(scope.catalog().referencing(table.name()));
        }
        return keys;
    }

    /** Returns the foreign keys by which one loaded table refers to another, or to itself. */
    public static List<ForeignKey> among(Scope scope) {
        Set<TableName> loaded = names(scope.loaded());
        return scope.loaded().stream()
                .flatMap(table -> table.foreignKeys().stream())
                .filter(key -> loaded.contains(key.referencedTable()))
                .toList();
    }

    /** Returns those of the foreign keys that lie on a circle of several tables. */
    public static List<ForeignKey> circular(List<ForeignKey> keys) {
        return keys.stream()
                .filter(key -> !key.selfReference() && reaches(key.referencedTable(), key.table(), keys))
                .toList();
    }

    private static boolean reaches(TableName from, TableName to, List<ForeignKey> keys) {
        Set<TableName> seen = new HashSet<>();
        Deque<TableName> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty()) {
            TableName name = open.remove();
            if (name.equals(to)) {
                return true;
            }
            if (seen.add(name)) {
                for (ForeignKey key : keys) {
                    if (key.table().equals(name)) {
                        open.add(key.referencedTable());
                    }
                }
            }
        }
        return false;
    }

    public static Set<TableName> names(Collection<Table> tables) {
        Set<TableName> names = new LinkedHashSet<>();
        for (Table table : tables) {
            names.add(table.name());
        }
        return names;
    }
}
