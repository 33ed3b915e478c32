package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.dialect.Staging;
import dev.restore.engine.batch.Account;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.keys.KeyFollowing;
import dev.restore.engine.load.BatchLoader;
import dev.restore.engine.load.DanglingRows;
import dev.restore.engine.load.ForeignKeyCheck;
import dev.restore.engine.load.GivenUpException;
import dev.restore.engine.load.Load;
import dev.restore.engine.load.LoadProgress;
import dev.restore.engine.load.LoadStep;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.planning.NumberedTables;
import dev.restore.engine.reject.DanglingReferences;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedTable;
import dev.restore.engine.stage.Stages;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.MappedKeys;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.MergePlan;
import dev.restore.plan.MergePlan.TableMerge;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.ManyToMany;
import dev.restore.plan.Verify;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads a backup whose keys are mapped on the way: into stages, and from there into the tables. Rows that turn out to be bad are refused
 * in another reading, each at its own place in the backup.
 */
public final class StagedLoad implements Load {

    /** A chain of rows that are found by what refers to others of them takes one reading for each of its links. */
    private static final int MAX_READINGS = 30;

    private final RunContext run;
    private final MergePlan merge;
    private final Scope scope;
    private final Dialect.Session session;
    private final Supplier<LoadProgress> beginning;
    private final Map<TableName, List<ManyToMany>> lists = new HashMap<>();
    private final Map<TableName, ForeignKey> owners = new HashMap<>();
    private Map<TableName, Account> accounts = Map.of();
    private final @Nullable MappingFile mapping;
    private Map<TableName, Long> removed = Map.of();
    private List<MappedKeys> keys = List.of();
    private Map<TableName, Long> matched = Map.of();
    private List<String> notes = List.of();

    /**
     * Creates a load.
     *
     * @param beginning is asked when the first row comes, and whenever all is read again, what is told how far it is
     */
    public StagedLoad(RunContext run, MergePlan merge, Supplier<LoadProgress> beginning) {
        this.run = run;
        this.merge = merge;
        this.scope = run.plan().scope();
        this.session = run.session();
        this.beginning = beginning;
        Path file = run.options().merging().mapping();
        this.mapping = file == null ? null : new MappingFile(file);
        for (TablePlan table : run.plan().tables()) {
            for (ManyToMany join : table.joins()) {
                lists.computeIfAbsent(join.joinTable().name(), name -> new ArrayList<>())
                        .add(join);
                join.joinTable().foreignKeys().stream()
                        .filter(key -> key.columns().equals(List.of(join.owner().name())))
                        .findFirst()
                        .ifPresent(key -> owners.put(join.joinTable().name(), key));
            }
        }
    }

    @Override
    public long load() throws SQLException {
        Connection connection = run.connection();
        Rejects rejects = run.rejects();
        Savepoint prepared = connection.setSavepoint();
        Rejects.Mark start = rejects.mark();
        BadRows bad = new BadRows();
        for (int reading = 1; ; reading++) {
            int known = bad.size();
            long rows = load(bad);
            if (bad.size() == known) {
                List<Violation> violations = ForeignKeyCheck.violations(session, scope);
                if (violations.isEmpty()) {
                    return rows;
                }
                throw new DanglingRows(run, new KeyFollowing(FollowedKeys.of(run.plan())))
                        .name(violations, "; everything was rolled back.");
            }
            if (run.plan().measure().optimistic() || !scope.rebuilt().isEmpty()) {
                throw new GivenUpException("rows were refused", null);
            }
            if (reading >= MAX_READINGS) {
                throw new VerificationException(
                        "After " + MAX_READINGS
                                + " readings of the backup there are still rows that do not fit; everything was"
                                + " rolled back.",
                        List.of());
            }
            connection.rollback(prepared);
            prepared = connection.setSavepoint();
            session.loadsAgain();
            rejects.restart(start);
        }
    }

    /**
     * Finds out what would become of keys and changes nothing but temporary tables. In place of {@link #load}. Rows that do not fit are
     * given to the run's rejects, each with its place in the backup.
     *
     * @param setsAside whether the others go in without them
     * @return what becomes of the keys, nothing where rows do not fit that are not set aside
     */
    public List<MappedKeys> compare(boolean setsAside) throws SQLException {
        Connection connection = run.connection();
        Rejects rejects = run.rejects();
        Savepoint prepared = connection.setSavepoint();
        Rejects.Mark start = rejects.mark();
        BadRows bad = new BadRows();
        Workspace work = stage(bad);
        boolean read = setsAside || !rejects.any();
        for (int reading = 1; !map(work, bad, true); reading++) {
            BadRows named = bad.notSetAside();
            boolean last = reading >= MAX_READINGS || !(setsAside || (read && named.size() == 0));
            if (last && named.size() == 0) {
                return List.of();
            }
            connection.rollback(prepared);
            prepared = connection.setSavepoint();
            session.loadsAgain();
            rejects.restart(start);
            work = stage(last ? named : bad);
            if (last) {
                return List.of();
            }
        }
        if (!setsAside && bad.size() > 0) {
            // Those that are set aside in any case are no reason against the others.
            rejects.restart(start);
        }
        return read ? keys : List.of();
    }

    private long load(BadRows bad) throws SQLException {
        int known = bad.size();
        Workspace work = stage(bad);
        if (!map(work, bad, false)) {
            return 0;
        }
        MappingFile file = mapping;
        if (file != null) {
            file.write(work, scope.catalog()::spell);
        }
        int most = run.options().badRows().setAside() ? BadRowSearch.MAX_ROWS : 1;
        RowMover mover = new RowMover(
                work,
                run,
                checks(work, bad, false),
                new UniqueValues(work, new BadRowSearch(work, bad)),
                bad,
                most,
                lists,
                matched);
        mover.move(accounts);
        removed = mover.removed();
        boolean whole = bad.size() == known;
        if (whole && run.options().safety().verifyOn(run.plan().dialect()) == Verify.CONTENT) {
            new MovedRows(work, run.watch(), scope.catalog()::spell).compare();
        }
        return accounts.values().stream().mapToLong(Account::present).sum();
    }

    /** Reads the backup into its stages. */
    private Workspace stage(BadRows bad) throws SQLException {
        Staging staging = session.staging()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no staging on " + run.plan().dialect()));
        Set<TableName> cleared = scope.cleared().stream().map(Table::name).collect(Collectors.toSet());
        Map<TableName, StagedTable> tables = new LinkedHashMap<>();
        for (TableMerge table : merge.tables()) {
            TableName name = table.table().name();
            StagedTable staged = new StagedTable(table, owners.get(name), bad);
            template(staged);
            tables.put(name, staged);
        }
        Stages stages = new Stages(tables);
        Workspace work = new Workspace(staging, stages, scope.catalog(), cleared);
        for (StagedTable table : stages.inOrder()) {
            work.createStage(table);
        }
        read(stages);
        for (StagedTable table : stages.inOrder()) {
            staging.filled(table.stage());
        }
        return work;
    }

    private KeyChecks checks(Workspace work, BadRows bad, boolean all) {
        return new KeyChecks(
                work, new BadRowSearch(work, bad), run.plan().survey().django(), all);
    }

    /**
     * Maps keys, and returns whether all rows can go on.
     *
     * @param all whether what the database itself will see when rows move is looked for, too
     */
    private boolean map(Workspace work, BadRows bad, boolean all) throws SQLException {
        int known = bad.size();
        new ReferredRows(work).keep(accounts);
        new MissingParents(work).create();
        List<Table> numbered = NumberedTables.of(scope.catalog(), scope.loaded());
        KeyChecks checks = checks(work, bad, all);
        Path given = run.options().merging().given();
        if (given != null) {
            new GivenKeys(work, given).read();
        }
        new KeyMapper(work, checks, session.numbering().next(numbered)).map();
        Orphans orphans = new Orphans(work, new BadRowSearch(work, bad));
        orphans.find();
        checks.keyless();
        UniqueValues unique = new UniqueValues(work, new BadRowSearch(work, bad));
        unique.mistaken();
        if (all) {
            for (StagedTable table : work.stages().inOrder()) {
                unique.taken(table);
            }
        }
        if (bad.size() > known) {
            return false;
        }
        KeyCounts counts = new KeyCounts(work, orphans.led(), scope.catalog()::spell);
        keys = counts.of();
        matched = counts.matched();
        notes = new ArrayList<>(new TypedReferences(work).notes());
        Map<String, StagedTable> names = new HashMap<>();
        work.stages()
                .inOrder()
                .forEach(table -> names.put(scope.catalog().spell(table.target().name()), table));
        notes.addAll(new DoubtfulMatches(work, run.options().rows().mode(), names).notes(keys));
        return true;
    }

    private void template(StagedTable table) {
        run.options().mapping().defaultValues().forEach((place, value) -> {
            int dot = place.lastIndexOf('.');
            if (NameMatch.isSpelled(table.target().name(), place.substring(0, dot))) {
                NameMatch.find(place.substring(dot + 1), table.target().columns(), Column::name)
                        .forEach(column -> table.template().put(column, literal(value.orElse(null))));
            }
        });
    }

    private static String literal(@Nullable Object value) {
        return value instanceof String text ? Workspace.text(text) : String.valueOf(value);
    }

    private void read(Stages stages) throws SQLException {
        accounts = run.accounts(scope.loaded(), Map.of());
        try (BatchLoader loader = new BatchLoader(
                run.connection(),
                session,
                run.rejects(),
                new DanglingReferences(scope.catalog()),
                new KeyFollowing(FollowedKeys.of(run.plan())),
                ContentCheck.none(run.plan(), session, run.watch()),
                BatchLoader.Savepoints.EACH_BATCH,
                run.messages())) {
            new LoadStep(run, loader, accounts, beginning.get(), stages)
                    .load(List.of(scope.loaded().stream().map(Table::name).collect(Collectors.toSet())));
        }
    }

    @Override
    public Map<TableName, Account> accounts() {
        return accounts;
    }

    /** Returns what is to be said of keys and references, for the plan or the report. */
    public List<String> remarks() {
        return notes;
    }

    @Override
    public List<MappedKeys> keys() {
        return keys;
    }

    @Override
    public void committed(List<String> warnings) {
        warnings.addAll(notes);
        if (mapping != null) {
            warnings.addAll(mapping.publish());
        }
    }

    @Override
    public void failed() {
        if (mapping != null) {
            mapping.discard();
        }
    }

    @Override
    public Map<TableName, Long> removed() {
        return removed;
    }
}
