package dev.restore.seed;

import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.SavedState;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.engine.session.Dialects;
import dev.restore.outcome.RestoreReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is saved of one database: the state before any seed, for each choice of tables, and the state of each seed. */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Map<Seed, Loaded> seeds = new HashMap<>();
    private final Map<Base, Snapshot> bases = new HashMap<>();

    /** What a state before any seed depends on. */
    private record Base(@Nullable String schema, Set<String> kept) {}

    /** A state to be saved, and the state itself where the dialect saves it. */
    private record Saved(StateScope scope, Optional<SavedState> state) {}

    private record Loaded(Snapshot snapshot, List<RestoreReport> reports, List<String> tables) {}

    synchronized SeedReport reset(DataSource database, Seed seed) {
        Loaded known = seeds.get(seed);
        if (known != null) {
            StateReset reset = known.snapshot().reset(database);
            if (!reset.lost()) {
                return new SeedReport(known.reports(), false, names(done(seed, reset)));
            }
            forgetAll(database);
        }
        if (seed.scope() == SeedScope.SCHEMA) {
            resetToBase(database, seed);
        }
        SeedLoad load = new SeedLoad(database, seed);
        Set<TableName> tables = load.run();
        Loaded loaded = save(database, seed, tables, load.reports());
        seeds.put(seed, loaded);
        return new SeedReport(loaded.reports(), true, loaded.tables());
    }

    private void resetToBase(DataSource database, Seed seed) {
        Base base = new Base(seed.schema(), seed.kept());
        Snapshot known = bases.get(base);
        if (known != null) {
            StateReset reset = known.reset(database);
            if (!reset.lost()) {
                done(seed, reset);
                return;
            }
            forgetAll(database);
        }
        Seed nothing = Seed.of(List.of()).keep(seed.kept());
        String schema = seed.schema();
        nothing = schema == null ? nothing : nothing.schema(schema);
        bases.put(base, save(database, nothing, Set.of(), List.of()).snapshot());
    }

    private static List<TableName> done(Seed seed, StateReset reset) {
        if (reset.obstacles().isEmpty()) {
            return reset.rewritten();
        }
        throw new SeedException(
                reset.obstacles().stream()
                        .map(Snapshots::sentence)
                        .collect(Collectors.joining(
                                System.lineSeparator() + "- ",
                                seed + ": the state of the seed cannot be put back:" + System.lineSeparator() + "- ",
                                "")),
                null);
    }

    private static String sentence(Obstacle obstacle) {
        return obstacle.message() + "; " + obstacle.remedy();
    }

    private static List<String> names(List<TableName> tables) {
        return tables.stream().map(TableName::name).toList();
    }

    private static Loaded save(DataSource database, Seed seed, Set<TableName> tables, List<RestoreReport> reports) {
        Saved saved = SeedConnection.call(
                database,
                "The state of the database cannot be saved",
                connection -> save(connection, new StateChoice(seed, tables)));
        StateScope scope = saved.scope();
        Snapshot snapshot = saved.state()
                .<Snapshot>map(StateSnapshot::new)
                .orElseGet(() -> BackupSnapshot.of(database, scope, seed.schema()));
        if (seed.verified()) {
            snapshot = VerifiedSnapshot.of(snapshot, database, scope, seed.schema());
        }
        return new Loaded(
                snapshot,
                List.copyOf(reports),
                names(scope.tables().stream().map(table -> table.name()).toList()));
    }

    private static Saved save(Connection connection, StateChoice choice) throws SQLException {
        Dialect dialect = Dialects.find(connection.getMetaData());
        StateScope scope;
        try (Dialect.Session session =
                dialect.open(connection, new SessionSettings(choice.seed().schema(), ZoneOffset.UTC))) {
            String name = "restore_seed_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
            scope = choice.of(session.catalog(), name);
        }
        return new Saved(
                scope,
                scope.tables().isEmpty() && scope.sequences().isEmpty()
                        ? Optional.of(new NothingSaved())
                        : dialect.tableStates().save(connection, scope));
    }

    /** What was kept of a database that is not there any more means nothing in another one. */
    private void forgetAll(DataSource database) {
        remove(database);
    }

    synchronized void remove(DataSource database) {
        List<Snapshot> all = new ArrayList<>(bases.values());
        seeds.values().forEach(loaded -> all.add(loaded.snapshot()));
        bases.clear();
        seeds.clear();
        for (Snapshot snapshot : all) {
            try {
                snapshot.remove(database);
            } catch (RuntimeException e) {
                LOG.debug("what was saved of a database stays there, or went with it", e);
            }
        }
    }

    /** The state of no tables. */
    private record NothingSaved() implements SavedState {

        @Override
        public StateReset reset(Connection connection) {
            return StateReset.of(List.of());
        }

        @Override
        public void remove(Connection connection) {}
    }
}
