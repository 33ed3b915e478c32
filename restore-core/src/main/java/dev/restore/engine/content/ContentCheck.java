package dev.restore.engine.content;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.TriggerMeasure;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.options.Safety;
import dev.restore.engine.session.Watchdog;
import dev.restore.outcome.Phase;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.Verify;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the values in the database with those of the backup: both are summed up by table and column, those of the backup
 * while they are stored, those in the database by reading them again before the commit. Does nothing unless that was asked
 * for. Used by the loading thread.
 */
public final class ContentCheck {

    private final RestorePlan plan;
    private final Dialect.Session session;
    private final Watchdog watch;
    private final boolean wanted;
    private final Map<Part, ContentSums> stored = new LinkedHashMap<>();
    private final Map<TableName, ContentSums> before = new HashMap<>();
    private final Map<TableName, String> uncompared = new HashMap<>();

    /** The rows of a table that carry the same columns. */
    private record Part(TableName table, List<String> columns) {
        static Part of(Table table, List<Column> columns) {
            return new Part(table.name(), columns.stream().map(Column::name).toList());
        }
    }

    public ContentCheck(RestorePlan plan, Safety safety, Dialect.Session session, Watchdog watch) {
        this(plan, session, watch, safety.verifyOn(plan.dialect()) == Verify.CONTENT);
    }

    private ContentCheck(RestorePlan plan, Dialect.Session session, Watchdog watch, boolean wanted) {
        this.plan = plan;
        this.session = session;
        this.watch = watch;
        this.wanted = wanted;
    }

    /** Returns one that compares nothing. */
    public static ContentCheck none(RestorePlan plan, Dialect.Session session, Watchdog watch) {
        return new ContentCheck(plan, session, watch, false);
    }

    /** Sums up the rows that are there and stay. */
    public void rememberRows() throws SQLException {
        if (!wanted) {
            return;
        }
        for (Table table : plan.scope().loaded()) {
            if (!plan.scope().cleared().contains(table)) {
                before.put(table.name(), read(table, table.columns()));
            }
        }
    }

    /** Forgets the rows of the backup for these tables: they are read again. */
    public void restart(Set<TableName> tables) {
        stored.keySet().removeIf(part -> tables.contains(part.table()));
        uncompared.keySet().removeAll(tables);
    }

    /** Returns what was found out so far. */
    public ContentState state() {
        List<ContentState.Sums> sums = new ArrayList<>();
        before.forEach((table, rows) -> sums.add(rows.state(table, true)));
        stored.forEach((part, rows) -> sums.add(rows.state(part.table(), false)));
        return new ContentState(sums, uncompared);
    }

    /** Adds what was found out about other rows, in an earlier run or on another connection. */
    public void resume(ContentState state) throws SQLException {
        uncompared.putAll(state.uncompared());
        for (ContentState.Sums saved : state.sums()) {
            Table table = plan.scope().catalog().table(saved.table()).orElse(null);
            List<Column> columns = new ArrayList<>();
            for (ContentState.ColumnSums column : saved.columns()) {
                Optional.ofNullable(table)
                        .flatMap(known -> known.column(column.name()))
                        .ifPresent(columns::add);
            }
            if (table == null || columns.size() < saved.columns().size()) {
                uncompared.put(saved.table(), "its columns have changed since the restore was begun");
                continue;
            }
            if (saved.before()) {
                ContentSums sums = sums(table, columns);
                sums.add(saved);
                before.put(saved.table(), sums);
            } else {
                stored(table, columns).add(saved);
            }
        }
    }

    /** Adds rows that were stored. Rows that met others under their keys leave what cannot be foretold. */
    public void add(ColumnSet set, Rows rows, int from, int to, Loaded loaded) throws SQLException {
        if (!wanted) {
            return;
        }
        if (loaded.inserted() != to - from) {
            uncompared.put(set.target().table().name(), "some of its rows met others under the same key");
        }
        stored(set.target().table(), set.target().columns()).add(rows, from, to);
    }

    /**
     * Reads the tables and compares.
     *
     * @return what could not be compared
     * @throws VerificationException when there are differences, all of which it names
     */
    public List<String> compare() throws SQLException {
        List<String> warnings = new ArrayList<>();
        if (!wanted) {
            return warnings;
        }
        List<String> differences = new ArrayList<>();
        for (Table table : plan.scope().loaded()) {
            String reason = whyNot(table);
            if (reason != null) {
                warnings.add("The content of table " + name(table) + " was not compared: " + reason + ".");
                continue;
            }
            ContentComparison comparison = compare(table);
            if (!comparison.different().isEmpty()) {
                differences.add(name(table) + " in " + String.join(", ", comparison.different()) + " ("
                        + comparison.rows() + " rows compared)");
            }
            if (!comparison.uncompared().isEmpty()) {
                warnings.add("Not compared in table " + name(table) + ": "
                        + comparison.uncompared().entrySet().stream()
                                .map(column -> column.getKey() + " (" + column.getValue() + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
            }
        }
        if (!differences.isEmpty()) {
            throw new VerificationException(message(differences), List.of());
        }
        return warnings;
    }

    private String message(List<String> differences) {
        TriggerMeasure measure = plan.scope().triggers();
        String triggers = measure.suppressed()
                ? ""
                : measure.tables().stream()
                        .flatMap(table -> table.triggers().stream())
                        .map(Trigger::name)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return "The values in the database are not those of the backup: " + String.join("; ", differences) + ". "
                + (triggers.isEmpty()
                        ? "Look for triggers and rules that change values"
                        : "See whether one of these triggers changes values: " + triggers
                                + ", and leave them out with triggers(SUPPRESS), --triggers suppress")
                + "; everything was rolled back.";
    }

    /** Returns why a table cannot be compared as a whole, null when it can. */
    private @Nullable String whyNot(Table table) {
        return names(table).stream()
                .map(uncompared::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private ContentComparison compare(Table table) throws SQLException {
        List<ContentSums> parts = stored(table);
        Set<String> common = new LinkedHashSet<>();
        Set<String> any = new LinkedHashSet<>();
        for (ContentSums part : parts) {
            any.addAll(part.columns());
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            if (any.contains(column.name())
                    && parts.stream().allMatch(part -> part.columns().contains(column.name()))) {
                columns.add(column);
                common.add(column.name());
            }
        }
        any.removeAll(common);
        ContentSums found = columns.isEmpty() ? sums(table, columns) : read(table, columns);
        return new ContentComparison(parts, found, before.get(table.name()), any);
    }

    /** Returns the sums of the rows of the backup that carry these columns. */
    private ContentSums stored(Table table, List<Column> columns) throws SQLException {
        Part part = Part.of(table, columns);
        ContentSums sums = stored.get(part);
        if (sums == null) {
            sums = sums(table, columns);
            stored.put(part, sums);
        }
        return sums;
    }

    /** Returns the sums of the rows that must be in a table, those of its partitions included. */
    private List<ContentSums> stored(Table table) {
        Set<TableName> names = names(table);
        List<ContentSums> parts = new ArrayList<>();
        stored.forEach((part, sums) -> {
            if (names.contains(part.table())) {
                parts.add(sums);
            }
        });
        return parts;
    }

    /** Returns the names under which rows of a table can be loaded: its own and those of its partitions. */
    private Set<TableName> names(Table table) {
        Set<TableName> names = new LinkedHashSet<>();
        names.add(table.name());
        if (table.kind() == Table.Kind.PARTITIONED) {
            plan.scope().catalog().descendants(table.name()).forEach(part -> names.add(part.name()));
        }
        return names;
    }

    private ContentSums sums(Table table, List<Column> columns) throws SQLException {
        List<CellForm> forms = new ArrayList<>();
        for (Column column : columns) {
            forms.add(session.reading().form(table, column));
        }
        return new ContentSums(table, columns, forms);
    }

    private ContentSums read(Table table, List<Column> columns) throws SQLException {
        ContentSums sums = sums(table, columns);
        try (TableReader reader = session.reading().reader(table, columns, false)) {
            for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                watch.check(Phase.FINISH);
                sums.add(rows, 0, rows.size());
            }
        }
        return sums;
    }

    private String name(Table table) {
        return plan.scope().catalog().spell(table.name());
    }
}
