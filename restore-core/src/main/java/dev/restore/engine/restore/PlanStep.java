package dev.restore.engine.restore;

import dev.restore.backup.BackupSource;
import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.planning.BackupMatcher;
import dev.restore.engine.planning.ChildTables;
import dev.restore.engine.planning.Choice;
import dev.restore.engine.planning.EventTables;
import dev.restore.engine.planning.FileReadings;
import dev.restore.engine.planning.FilesPlanner;
import dev.restore.engine.planning.Matching;
import dev.restore.engine.planning.Planner;
import dev.restore.engine.planning.ShardedTables;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.resume.ResumeDecision;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.Messages;
import dev.restore.outcome.Phase;
import dev.restore.plan.Mode;
import java.sql.SQLException;
import java.util.List;

/** Opens the backup, surveys it while the database is opened, and plans the restore. */
final class PlanStep {

    /**
     * A backup of up to this size is read to its end before anything is changed, so that every problem in it is found then.
     * Of a table that is larger only the first few MiB are read first, because reading costs about a fifth of the time of
     * a restore; what they did not show is found while loading, and rolled back.
     */
    private static final long SURVEY_BYTES = 16L << 20;

    private final BackupSource source;
    private final RestoreOptions options;
    private final RunMemory memory;
    private volatile Messages messages = Messages.beforeRows();

    PlanStep(BackupSource source, RestoreOptions options, RunMemory memory) {
        this.source = source;
        this.options = options;
        this.memory = memory;
    }

    /** Returns what says what a driver said, with the names of the catalog as soon as that is known. */
    Messages messages() {
        return messages;
    }

    BackupReader open() {
        return memory.open(source, options.limits());
    }

    SurveyAhead survey(BackupReader reader) {
        return memory.survey(reader, this::surveyed);
    }

    SessionSettings settings(BorrowedConnection borrowed) {
        return new SessionSettings(
                options.mapping().schema(),
                options.values().zone(),
                borrowed.callersTransaction(),
                options.safety().quick(),
                false,
                options.objects().sequences(),
                memory.catalogs());
    }

    /**
     * Plans, and finds out whether the run goes on with an unfinished one.
     *
     * @param check may end the wait for the survey
     */
    ResumeDecision plan(BackupReader reader, SurveyAhead survey, OpenTarget target, Runnable check)
            throws SQLException {
        Catalog catalog = target.session().catalog();
        messages = new Messages(target.session(), catalog);
        Survey surveyed = decided(survey.await(Phase.PLAN, check), reader, catalog, check);
        RestoreOptions decided = decided(surveyed, reader, catalog, target);
        Matching matching = memory.matching(
                catalog,
                surveyed,
                decided.rows().mode(),
                () -> new BackupMatcher(surveyed, reader.manifest(), catalog, target.dialect(), decided).match());
        Planner planner = new Planner(
                reader,
                source.name(),
                matching.survey(),
                matching,
                target.dialect(),
                target.session(),
                decided,
                target.borrowed().callersTransaction(),
                FilesPlanner.fileOf(target.connection().getMetaData().getURL()));
        return new ResumeDecision(decided, planner.plan(catalog), reader, target.dialect(), target.borrowed());
    }

    /** What empties tables is never chosen where they hold rows. */
    private RestoreOptions decided(Survey surveyed, BackupReader reader, Catalog catalog, OpenTarget target)
            throws SQLException {
        if (options.rows().mode() != Mode.AUTO) {
            return options;
        }
        RestoreOptions replacing = options.rows(rows -> rows.mode(Mode.REPLACE));
        List<Table> loaded = new BackupMatcher(surveyed, reader.manifest(), catalog, target.dialect(), replacing)
                .match()
                .loaded();
        boolean empty = target.session().reading().counts(loaded).stream().allMatch(rows -> rows == 0);
        return empty ? replacing : options.rows(rows -> rows.mode(Mode.MERGE));
    }

    private Survey surveyed(BackupReader reader) {
        return reader.survey(
                SURVEY_BYTES, options.badRows().setAside(), options.selection().except());
    }

    /** Reads the backup once more where the target shows that a file is something else than what it was read as. */
    private Survey decided(Survey surveyed, BackupReader reader, Catalog catalog, Runnable check) {
        Survey known = asFiles(surveyed, reader, catalog);
        EventTables events = new EventTables(
                known,
                catalog,
                options.mapping().tables(),
                options.mapping().columns(),
                new Choice(known, options.selection())::wants);
        if (events.found().isEmpty()) {
            return known;
        }
        reader.readLastStates(events.found(), check);
        return surveyed(reader);
    }

    private Survey asFiles(Survey surveyed, BackupReader reader, Catalog catalog) {
        boolean sharded =
                ShardedTables.decide(reader, catalog, options.mapping().tables());
        Survey known = sharded ? surveyed(reader) : surveyed;
        if (!options.mapping().children().isEmpty()) {
            reader.readInside(new ChildTables(known, catalog, options.mapping()).found());
            known = surveyed(reader);
        }
        if (known.undecided().isEmpty()) {
            return known;
        }
        FileReadings files = new FileReadings(
                known,
                catalog,
                options.mapping().tables(),
                options.mapping().columns(),
                new Choice(known, options.selection())::wants);
        if (files.rows().isEmpty() && files.envelopes().isEmpty()) {
            return known;
        }
        reader.readAsOneRow(files.rows());
        reader.readAsEnvelopes(files.envelopes());
        return surveyed(reader);
    }
}
