package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.FilesPlan;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RestorePlan.Emptied;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** One run of a restore from the command line: asks before it empties something, shows how it goes, and says how it ended. */
final class Execution {

    private static final int NAMED_TABLES = 5;

    private final Main main;
    private final CommandSpec spec;
    private final Settings settings;
    private final HistorySettings history;
    private volatile @Nullable RestoreReport finished;
    private volatile boolean committed;

    /** What a command was told. */
    interface Settings {

        /**
         * Puts everything together, and refuses what cannot be meant.
         *
         * @param directory where what is not asked for by a name is written
         */
        Restore restore(Path directory);

        /** Returns the backup as it was named. */
        BackupSource backup();

        /** Returns the command that goes back to a safety backup. */
        String wayBack(String safetyBackup);

        /** Returns where safety backups go. */
        SafetySettings safety();

        /** Returns how it is run. */
        ExecutionSettings execution();

        /** Returns whether filled tables are emptied without asking. */
        default boolean force() {
            return execution().force();
        }

        /** Returns what else could be said, in a sentence after {@code --force}. */
        default String otherThanForce() {
            return "";
        }
    }

    Execution(Main main, CommandSpec spec, Settings settings, HistorySettings history) {
        this.main = main;
        this.spec = spec;
        this.settings = settings;
        this.history = history;
    }

    int run() {
        Stopwatch start = Stopwatch.start();
        try {
            RestoreReport report;
            try (ProgressDisplay progress = display()) {
                Restore restore = history.apply(settings.restore(main.directory()), Restore::history)
                        .approval(plan -> confirm(plan, progress))
                        .listener(this::watch)
                        .listener(progress);
                progress.say("reading the backup");
                RestoreJob job = restore.start();
                main.interruption().cancelBy(job::cancel);
                report = job.await();
            }
            boolean written = settings.execution().result().write(report.text() + wayBack(report), report.json());
            if (report.safetyBackup() != null) {
                settings.safety()
                        .discardOld(
                                Path.of(report.safetyBackup()),
                                spec.commandLine().getErr());
            }
            return written ? ExitCode.of(report, committed) : ExitCode.FAILED_AFTER_COMMIT;
        } catch (ParameterException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(start, e);
        } catch (RuntimeException | Error e) {
            return failed(start, e);
        }
    }

    private int failed(Stopwatch start, Throwable reason) {
        main.failure().print(spec.commandLine(), reason);
        RestoreReport known = finished;
        RestoreReport report = known == null ? Result.failed(settings.backup(), start, reason) : known;
        boolean begun = report.totals().read() > 0;
        settings.execution().result().write(begun ? report.text() + wayBack(report) : "", report.json());
        boolean changed = committed || (reason instanceof RestoreException failure && failure.committed());
        return changed ? ExitCode.FAILED_AFTER_COMMIT : ExitCode.FAILED;
    }

    /** Says how to go back from what is in the database now. */
    private String wayBack(RestoreReport report) {
        String path = report.safetyBackup();
        return path == null ? "" : System.lineSeparator() + "  to go back: " + settings.wayBack(path);
    }

    private void watch(RestoreEvent event) {
        if (event instanceof RestoreEvent.Planned) {
            main.interruption().changing();
        } else if (event instanceof RestoreEvent.Committed || event instanceof RestoreEvent.Checkpointed) {
            committed = true;
        } else if (event instanceof RestoreEvent.Finished end) {
            finished = end.report();
        }
    }

    private ProgressDisplay display() {
        return settings.execution().quiet()
                ? ProgressDisplay.none()
                : ProgressDisplay.on(spec.commandLine().getErr(), main.terminal());
    }

    private boolean confirm(RestorePlan plan, ProgressDisplay progress) {
        if (plan.safetyBackup() != null) {
            progress.expectSafetyBackup();
        }
        FilesPlan files = plan.files();
        boolean replaces = files != null && files.present() > 0;
        if (settings.force() || (plan.rowsToDelete() == 0 && !replaces)) {
            return true;
        }
        progress.say("");
        String deletion = deletion(plan);
        if (!main.terminal().present()) {
            throw new RefusedException(
                    deletion + " Nothing was changed. Say --force if that is meant" + settings.otherThanForce() + ".");
        }
        return main.terminal().confirm(deletion + " Go on?");
    }

    private static String deletion(RestorePlan plan) {
        List<Emptied> filled =
                plan.emptied().stream().filter(table -> table.rows() > 0).toList();
        String names = filled.stream()
                .limit(NAMED_TABLES)
                .map(table -> String.format(Locale.ROOT, "%s (%,d)", table.table(), table.rows()))
                .collect(Collectors.joining(", "));
        int more = filled.size() - NAMED_TABLES;
        FilesPlan files = plan.files();
        String replaced =
                files == null || files.present() == 0 ? "" : " What is in " + files.directory() + " would be replaced.";
        if (filled.isEmpty()) {
            return replaced.strip();
        }
        return String.format(
                        Locale.ROOT,
                        "%,d row%s would be deleted from %s%s.",
                        plan.rowsToDelete(),
                        plan.rowsToDelete() == 1 ? "" : "s",
                        names,
                        more > 0 ? " and " + more + " more tables" : "")
                + replaced;
    }
}
