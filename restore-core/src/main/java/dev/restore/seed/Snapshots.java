package dev.restore.seed;

import dev.restore.backup.Placeholders;
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
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is saved of one database: the state before any fixture, for each choice of tables, and the state of each fixture. */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Map<Fixture, Loaded> fixtures = new HashMap<>();
    private final Map<Base, Snapshot> bases = new HashMap<>();

    /** What a state before any fixture depends on. */
    private record Base(@Nullable String schema, Set<String> kept) {}

    /** A state to be saved, and the state itself where the dialect saves it. */
    private record Saved(StateScope scope, Optional<SavedState> state) {}

    private record Loaded(
            Snapshot snapshot,
            List<RestoreReport> reports,
            List<String> tables,
            @Nullable Placeholders placeholders) {

        boolean outdated(Fixture fixture) {
            FilledFiles filled = fixture.filled();
            return filled != null && placeholders != null && filled.outdated(placeholders);
        }

        SeedReport report(boolean now, List<String> rewritten) {
            return new SeedReport(reports, now, rewritten, placeholders == null ? null : placeholders.moment());
        }
    }

    synchronized SeedReport reset(DataSource database, Fixture fixture) {
        Loaded known = fixtures.get(fixture);
        if (known != null) {
            StateReset reset = known.snapshot().reset(database);
            if (reset.lost()) {
                forgetAll(database);
            } else {
                List<String> rewritten = names(done(fixture, reset));
                if (!known.outdated(fixture)) {
                    return known.report(false, rewritten);
                }
                fixtures.remove(fixture);
                remove(known.snapshot(), database);
            }
        }
        if (fixture.scope() == SeedScope.SCHEMA) {
            resetToBase(database, fixture);
        }
        SeedLoad load = new SeedLoad(database, fixture);
        Set<TableName> tables = load.run();
        Loaded loaded = save(database, fixture, tables, load.reports(), load.placeholders());
        fixtures.put(fixture, loaded);
        return loaded.report(true, loaded.tables());
    }

    private void resetToBase(DataSource database, Fixture fixture) {
        Base base = new Base(fixture.schema(), fixture.kept());
        Snapshot known = bases.get(base);
        if (known != null) {
            StateReset reset = known.reset(database);
            if (!reset.lost()) {
                done(fixture, reset);
                return;
            }
            forgetAll(database);
        }
        Fixture nothing = Fixture.of(List.of()).keep(fixture.kept());
        String schema = fixture.schema();
        nothing = schema == null ? nothing : nothing.schema(schema);
        bases.put(base, save(database, nothing, Set.of(), List.of(), null).snapshot());
    }

    private static List<TableName> done(Fixture fixture, StateReset reset) {
        if (reset.obstacles().isEmpty()) {
            return reset.rewritten();
        }
        throw new SeedException(
                reset.obstacles().stream()
                        .map(Snapshots::sentence)
                        .collect(Collectors.joining(
                                System.lineSeparator() + "- ",
                                fixture + ": the state of the seed cannot be put back:" + System.lineSeparator() + "- ",
                                "")),
                null);
    }

    private static String sentence(Obstacle obstacle) {
        return obstacle.message() + "; " + obstacle.remedy();
    }

    private static List<String> names(List<TableName> tables) {
        return tables.stream().map(TableName::name).toList();
    }

    private static Loaded save(
            DataSource database,
            Fixture fixture,
            Set<TableName> tables,
            List<RestoreReport> reports,
            @Nullable Placeholders placeholders) {
        StateChoice choice = new StateChoice(fixture, tables);
        Saved saved = Patience.with(() -> SeedConnection.call(
                database, "The state of the database cannot be saved", connection -> save(connection, choice)));
        StateScope scope = saved.scope();
        Snapshot snapshot = saved.state()
                .<Snapshot>map(StateSnapshot::new)
                .orElseGet(() -> new BackupSnapshot(StateBackup.of(database, scope, fixture.schema())));
        if (fixture.verified()) {
            snapshot = VerifiedSnapshot.of(snapshot, database, scope, fixture.schema());
        }
        return new Loaded(
                snapshot,
                List.copyOf(reports),
                names(scope.tables().stream().map(table -> table.name()).toList()),
                placeholders);
    }

    private static Saved save(Connection connection, StateChoice choice) throws SQLException {
        Dialect dialect = Dialects.find(connection.getMetaData());
        StateScope scope;
        try (Dialect.Session session =
                dialect.open(connection, new SessionSettings(choice.fixture().schema(), ZoneOffset.UTC))) {
            scope = choice.of(session.catalog(), SeedNames.fresh("restore_seed_"));
        }
        return new Saved(
                scope,
                scope.tables().isEmpty() && scope.sequences().isEmpty()
                        ? Optional.of(new NothingSaved())
                        : dialect.tableStates().save(connection, scope));
    }

    /** Puts the state back that was there before the first fixture, and removes all that is saved. */
    synchronized void end(DataSource database) {
        for (Snapshot base : bases.values()) {
            try {
                base.reset(database);
            } catch (RuntimeException e) {
                LOG.debug("the state before the first fixture was not put back", e);
            }
        }
        forgetAll(database);
    }

    /** What was kept of a database that is not there any more means nothing in another one. */
    private void forgetAll(DataSource database) {
        List<Snapshot> all = new ArrayList<>(bases.values());
        fixtures.values().forEach(loaded -> all.add(loaded.snapshot()));
        bases.clear();
        fixtures.clear();
        all.forEach(snapshot -> remove(snapshot, database));
    }

    private static void remove(Snapshot snapshot, DataSource database) {
        try {
            snapshot.remove(database);
        } catch (RuntimeException e) {
            LOG.debug("what was saved of a database stays there, or went with it", e);
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
