package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.Staging.Change;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.batch.Account;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.RowSet;
import dev.restore.engine.stage.StagedTable;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.TablePlan.ManyToMany;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moves rows from their stages into their tables: those that are there are changed, the others inserted. Where a statement fails, it is
 * sent again for halves of its rows, until the bad ones are alone.
 */
final class RowMover {

    private final Workspace work;
    private final Connection connection;
    private final Dialect.Session session;
    private final Messages messages;
    private final Watchdog watch;
    private final BadRows bad;
    private final Map<TableName, List<ManyToMany>> lists;
    private final Map<TableName, Long> matched;
    private final KeyChecks checks;
    private final UniqueValues unique;
    private final int most;
    private final Map<TableName, Long> removed = new HashMap<>();

    /** With so many bad rows in all the search among those of a statement ends. */
    private int enough;

    /** How many rows the last attempt has moved. */
    private long moved;

    /**
     * Creates one.
     *
     * @param most how many bad rows are looked for among those that one statement moves
     * @param checks names rows that the database refuses because of natural keys that it keeps apart
     * @param unique names rows that the database refuses because of unique values of others
     * @param lists the many-to-many lists that fill each join table
     * @param matched how many rows of each table are the target's
     */
    RowMover(
            Workspace work,
            RunContext run,
            KeyChecks checks,
            UniqueValues unique,
            BadRows bad,
            int most,
            Map<TableName, List<ManyToMany>> lists,
            Map<TableName, Long> matched) {
        this.most = most;
        this.work = work;
        this.connection = run.connection();
        this.session = run.session();
        this.messages = run.messages();
        this.watch = run.watch();
        this.checks = checks;
        this.unique = unique;
        this.bad = bad;
        this.lists = lists;
        this.matched = matched;
    }

    /** Returns how many rows that were there were removed from each table, less those that were created. */
    Map<TableName, Long> removed() {
        return removed;
    }

    /** Sends some of the rows of a stage on. */
    @FunctionalInterface
    private interface Move {
        /**
         * Does it.
         *
         * @param condition which rows of the stage, called {@code s}
         * @return how many rows were changed or inserted
         */
        long move(String condition) throws SQLException;
    }

    /** Moves the rows of all tables, and ends with the first that has bad ones: those that refer to them would seem bad, too. */
    void move(Map<TableName, Account> accounts) throws SQLException {
        int known = bad.size();
        for (StagedTable table : work.stages().inOrder()) {
            watch.check(Phase.LOAD);
            Account account = accounts.get(table.target().name());
            long start = System.nanoTime();
            if (account != null) {
                move(table, account);
                account.countTime(System.nanoTime() - start);
            }
            if (bad.size() > known) {
                return;
            }
        }
    }

    private void move(StagedTable table, Account account) throws SQLException {
        long taken = account.present();
        if (table.owner().isPresent()) {
            long inserted = list(table);
            account.settle(inserted, 0, taken - inserted);
            return;
        }
        Table map = work.map(table.target().name()).orElse(null);
        long updated = 0;
        long inserted = 0;
        if (map != null
                && table.merge().existing() == Existing.UPDATE
                && matched.getOrDefault(table.target().name(), 0L) > 0) {
            for (RowSet set : table.sets()) {
                updated += change(table, map, set);
            }
        }
        for (RowSet set : table.sets()) {
            inserted += insert(table, map, set);
        }
        long replaced = replaced(table);
        long created = table.created();
        inserted -= created;
        if (created > 0) {
            removed.merge(table.target().name(), -created, Long::sum);
        }
        account.settle(inserted, updated + replaced, taken - inserted - updated - replaced);
    }

    private long replaced(StagedTable table) throws SQLException {
        Table rows = work.replaced(table);
        return rows == null ? 0 : work.staging().number("SELECT COUNT(*) FROM " + work.quote(rows));
    }

    private long change(StagedTable table, Table map, RowSet set) throws SQLException {
        MoveQuery query = new MoveQuery(work, table, map);
        return move(table, condition -> {
            Optional<Change> change = query.change(set, Workspace.MATCHED, condition);
            return change.isPresent() ? work.staging().change(change.get()) : 0;
        });
    }

    private long insert(StagedTable table, @Nullable Table map, RowSet set) throws SQLException {
        Set<Column> columns = new LinkedHashSet<>(set.columns());
        List<String> primary = table.primaryKey().stream().map(Column::name).toList();
        if (map != null) {
            columns.addAll(table.primaryKey());
        }
        FinalValues values = new FinalValues(work, table);
        List<String> selected = new ArrayList<>();
        List<String> led = new ArrayList<>();
        for (Column column : columns) {
            int place = map == null ? -1 : primary.indexOf(column.name());
            if (place < 0) {
                led.add(column.name());
            }
            selected.add(place >= 0 ? work.key("p", place) : values.value(column.name()));
        }
        if (columns.isEmpty()) {
            return 0;
        }
        String query = "SELECT " + String.join(", ", selected) + " FROM " + work.quote(table.stage()) + " s"
                + (map == null ? "" : MoveQuery.mapped(work, table, map, Workspace.NEW)) + values.joins(led) + " WHERE "
                + MoveQuery.ofSet(work, table, set);
        return move(table, condition -> work.staging().insert(table.target(), List.copyOf(columns), query + condition));
    }

    /** Moves all rows of a stage, in halves where a statement fails. */
    private long move(StagedTable table, Move move) throws SQLException {
        SQLException failure = attempt(move, "");
        if (failure == null) {
            return moved;
        }
        if (checks.repeated(table) || unique.taken(table)) {
            return 0;
        }
        enough = bad.size() + most;
        return part(table, move, 1, table.all(), failure);
    }

    private long part(StagedTable table, Move move, long from, long to, SQLException failure) throws SQLException {
        if (from >= to && from > table.rows()) {
            throw new PlanException(List.of(new Problem(
                    Problem.Kind.MISSING_VALUE,
                    table.target().name().toString(),
                    "A missing row of " + table.target().name().name() + " could not be created: "
                            + messages.of(failure) + ".",
                    "Give its columns values (defaultValue, --default). Nothing was changed.")));
        }
        if (from >= to) {
            bad.add(
                    table.target().name(),
                    from,
                    unique.exchanged(table, from)
                            .orElseGet(() -> new BadRows.Unfit(null, failure.getSQLState(), messages.of(failure))));
            return 0;
        }
        if (bad.size() >= enough) {
            return 0;
        }
        watch.check(Phase.LOAD);
        long middle = from + (to - from) / 2;
        long rows = 0;
        for (long[] half : new long[][] {{from, middle}, {middle + 1, to}}) {
            SQLException again = attempt(
                    move, " AND " + work.column("s", table.names().row()) + " BETWEEN " + half[0] + " AND " + half[1]);
            rows += again == null ? moved : part(table, move, half[0], half[1], again);
        }
        return rows;
    }

    /** Returns why the rows did not go on, null when they did. */
    private @Nullable SQLException attempt(Move move, String condition) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            moved = move.move(condition);
            connection.releaseSavepoint(savepoint);
            return null;
        } catch (SQLException e) {
            if (session.failures().diagnose(e) instanceof Failure.Fatal) {
                throw e;
            }
            connection.rollback(savepoint);
            return e;
        }
    }

    /** Moves the elements of lists, which are all that their owners refer to: what is there and not among them goes. */
    private long list(StagedTable table) throws SQLException {
        ForeignKey owner = table.owner().orElseThrow();
        ManyToMany list =
                Objects.requireNonNull(lists.get(table.target().name())).get(0);
        FinalValues values = new FinalValues(work, table);
        List<String> names = List.of(list.owner().name(), list.element().name());
        Table pairs = work.create(
                List.of(
                        Draft.row(Workspace.ROW),
                        Draft.like("a", table.target(), list.owner()),
                        Draft.like("b", table.target(), list.element())),
                List.of(List.of(Workspace.ROW), List.of("a", "b")));
        String row = work.column("s", table.names().row());
        String selected = names.stream().map(values::value).collect(Collectors.joining(", "));
        work.staging()
                .insert(
                        pairs,
                        pairs.columns(),
                        "SELECT MIN(" + row + "), " + selected + " FROM " + work.quote(table.stage()) + " s"
                                + values.joins(names) + " WHERE "
                                + values.value(list.owner().name())
                                + " IS NOT NULL" + changes(table, owner) + " GROUP BY " + selected);
        work.staging().filled(pairs);
        if (work.holdsRows(table.target())) {
            removed.merge(table.target().name(), remove(table, owner, list, pairs), Long::sum);
        }
        String there = work.holdsRows(table.target())
                ? " AND NOT EXISTS (SELECT 1 FROM " + work.staging().from(table.target()) + " t WHERE "
                        + work.column("t", list.owner().name()) + " = " + work.column("s", "a") + " AND "
                        + work.column("t", list.element().name()) + " = " + work.column("s", "b") + ")"
                : "";
        String query = "SELECT " + work.column("s", "a") + ", " + work.column("s", "b") + " FROM " + work.quote(pairs)
                + " s WHERE 1 = 1" + there;
        return move(
                table,
                condition -> work.staging()
                        .insert(
                                table.target(),
                                List.of(list.owner(), list.element()),
                                query
                                        + condition.replace(
                                                work.column("s", table.names().row()),
                                                work.column("s", Workspace.ROW))));
    }

    /** Returns the condition that leaves the lists of rows alone that stay as they are. */
    private String changes(StagedTable table, ForeignKey owner) {
        Table map = work.map(owner.referencedTable()).orElse(null);
        return map != null && staysAsItIs(owner)
                ? " AND NOT EXISTS (SELECT 1 FROM " + work.quote(map) + " d WHERE " + work.column("d", Workspace.ROW)
                        + " = "
                        + work.column("s", table.names().owner()) + " AND " + work.column("d", Workspace.HOW) + " = "
                        + Workspace.MATCHED + ")"
                : "";
    }

    private boolean staysAsItIs(ForeignKey owner) {
        return work.stages().table(owner.referencedTable()).merge().existing() != Existing.UPDATE;
    }

    private long remove(StagedTable table, ForeignKey owner, ManyToMany list, Table pairs) throws SQLException {
        StagedTable holder = work.stages().table(owner.referencedTable());
        Table map = work.map(owner.referencedTable()).orElse(null);
        List<Integer> sets = holder.sets().stream()
                .filter(set -> set.lists().contains(list.field()))
                .map(RowSet::number)
                .toList();
        if (map == null || sets.isEmpty() || staysAsItIs(owner)) {
            return 0;
        }
        String numbers = sets.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String mine = work.quote(list.owner().name());
        String target = work.quote(table.target().name().name());
        return work.staging()
                .update("DELETE FROM " + work.staging().from(table.target()) + " WHERE " + mine + " IN (SELECT "
                        + work.key("p", 0) + " FROM "
                        + work.quote(holder.stage()) + " s" + MoveQuery.mapped(work, holder, map, Workspace.MATCHED)
                        + " WHERE "
                        + work.column("s", holder.names().set()) + " IN (" + numbers
                        + ")) AND NOT EXISTS (SELECT 1 FROM "
                        + work.quote(pairs) + " q WHERE " + work.column("q", "a") + " = " + target + "." + mine
                        + " AND " + work.column("q", "b") + " = " + target + "."
                        + work.quote(list.element().name()) + ")");
    }
}
