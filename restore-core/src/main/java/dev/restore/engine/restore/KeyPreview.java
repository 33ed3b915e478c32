package dev.restore.engine.restore;

import dev.restore.backup.reading.BackupReader;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.engine.load.LoadProgress;
import dev.restore.engine.merge.StagedLoad;
import dev.restore.engine.options.BadRows;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.session.HeapPeak;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.step.CommitStep;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.MergePlan;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out for a plan what becomes of keys: loads the backup into temporary tables in a transaction that is rolled back. The tables of
 * the target are read and not locked.
 */
final class KeyPreview {

    private final RestoreOptions options;
    private final boolean setsAside;
    private final BackupReader reader;
    private final OpenTarget target;
    private final Watchdog watch;

    KeyPreview(RestoreOptions options, BackupReader reader, OpenTarget target, Watchdog watch) {
        this.setsAside = options.badRows().setAside();
        // All that do not fit are named, not the first one alone.
        this.options = options.badRows(rows -> BadRows.defaults().policy(RowErrors.reject()));
        this.reader = reader;
        this.target = target;
        this.watch = watch;
    }

    /** Returns the plan with what was found; the plan itself where nothing is to be found. */
    RestorePlan of(RestorePlan plan) throws SQLException {
        MergePlan merge = plan.merge();
        if (merge == null || !plan.feasible() || target.borrowed().callersTransaction()) {
            return plan;
        }
        Connection connection = target.connection();
        Messages messages = new Messages(target.session(), plan.scope().catalog());
        Scope nothing = new Scope(plan.scope().catalog(), List.of(), List.of(), 0);
        target.session().begin(nothing, new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, "nothing is changed"));
        try (Rejects rejects = new Rejects(options)) {
            RunContext run = new RunContext(
                    plan,
                    options,
                    reader,
                    connection,
                    target.session(),
                    new CommitStep(target.dialect(), target.session(), () -> target.borrowed(), messages),
                    rejects,
                    new HeapPeak(),
                    watch,
                    phase -> {},
                    event -> {});
            StagedLoad load = new StagedLoad(run, merge, () -> new LoadProgress(event -> {}, -1));
            RestorePlan compared = noting(plan.with(merge.with(load.compare(setsAside))), load.remarks());
            return rejects.any() ? withBadRows(compared, rejects) : compared;
        } catch (PlanException e) {
            return plan.with(e.problems());
        } catch (LoadException | VerificationException e) {
            return plan.with(List.of(problem(plan, String.valueOf(e.getMessage()))));
        } finally {
            connection.rollback();
            target.session().close();
        }
    }

    private static RestorePlan noting(RestorePlan plan, List<String> remarks) {
        RestorePlan noted = plan;
        for (String remark : remarks) {
            noted = noted.noting(remark);
        }
        return noted;
    }

    private RestorePlan withBadRows(RestorePlan plan, Rejects rejects) {
        List<String> said = new ArrayList<>();
        rejects.first().forEach(row -> said.add(row.describe()));
        long more = rejects.rows() - said.size();
        if (more > 0) {
            said.add("There are " + more + " more rows that do not fit.");
        }
        return setsAside
                ? plan.noting("Not all rows can go in: " + rejects.rows() + " of them do not fit. " + said.get(0))
                : plan.with(said.stream().map(text -> problem(plan, text)).toList());
    }

    private static Problem problem(RestorePlan plan, String text) {
        return new Problem(
                Problem.Kind.UNSUITABLE_VALUE,
                plan.backup(),
                text,
                "Correct the row, or say what becomes of such rows (orphans, onRowError; --orphans, --on-error).");
    }
}
