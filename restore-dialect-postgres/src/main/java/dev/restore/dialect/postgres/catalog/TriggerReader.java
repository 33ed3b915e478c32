package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.WrittenTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the triggers and rules of tables, and which tables they write. */
final class TriggerReader {

    private static final Map<Trigger.Event, Integer> TRIGGER_EVENTS = Map.of(
            Trigger.Event.INSERT, 4, Trigger.Event.DELETE, 8, Trigger.Event.UPDATE, 16, Trigger.Event.TRUNCATE, 32);

    private final Map<Long, TableShell> shells;

    /**
     * Creates a reader.
     *
     * @param shells the tables by their identifiers, which get their triggers
     */
    TriggerReader(Map<Long, TableShell> shells) {
        this.shells = shells;
    }

    /** Returns the functions of the triggers that can number the rows of a table, by the table's identifier and their name. */
    Map<String, Long> read(Statement statement) throws SQLException {
        Map<String, Long> numbering = new LinkedHashMap<>();
        Map<String, List<TableName>> names = new HashMap<>();
        shells.values()
                .forEach(shell -> names.computeIfAbsent(shell.name.name(), name -> new ArrayList<>())
                        .add(shell.name));
        Map<String, List<WrittenTable>> texts = new HashMap<>();
        try (ResultSet row = statement.executeQuery(CatalogQueries.TRIGGERS)) {
            while (row.next()) {
                TableShell shell = shells.get(row.getLong(1));
                if (shell != null) {
                    int bits = row.getInt(4);
                    Set<Trigger.Event> events = EnumSet.noneOf(Trigger.Event.class);
                    TRIGGER_EVENTS.forEach((event, bit) -> {
                        if ((bits & bit) != 0) {
                            events.add(event);
                        }
                    });
                    Set<TableName> changes = new HashSet<>();
                    Set<TableName> adds = new HashSet<>();
                    for (WrittenTable written : texts.computeIfAbsent(row.getString(5), WrittenTable::in)) {
                        (written.changes() ? changes : adds).addAll(named(written, shell.name, names));
                    }
                    shell.triggers.add(new Trigger(
                            Trigger.Kind.valueOf(row.getString(2)), row.getString(3), events, changes, adds));
                    if (row.getBoolean(6)) {
                        numbering.put(row.getLong(1) + "." + row.getString(3), row.getLong(7));
                    }
                }
            }
        }
        return numbering;
    }

    /** Without a schema the one of the trigger's table is likely; which it is follows from a search path that is not known here. */
    private static List<TableName> named(WrittenTable written, TableName table, Map<String, List<TableName>> names) {
        List<TableName> known = names.getOrDefault(folded(written, written.name()), List.of());
        String schema = written.schema() == null ? null : folded(written, written.schema());
        List<TableName> exact = known.stream()
                .filter(name -> Objects.equals(name.schema(), schema == null ? table.schema() : schema))
                .toList();
        return schema == null && exact.isEmpty() ? known : exact;
    }

    private static String folded(WrittenTable written, String name) {
        return written.quoted() ? name : name.toLowerCase(Locale.ROOT);
    }
}
