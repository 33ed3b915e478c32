package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.FilesPlan;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RestorePlan.Emptied;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Restores. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "run",
        description = {
            "Restores a backup into a database, in one transaction: all of it or nothing.",
            "When filled tables would be emptied it asks first, and is refused where nobody can be asked."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 complete, 1 complete with loss, 2 usage, 3 failed and nothing changed,%n"
                + "  4 failed after something was committed")
final class RunCommand implements Callable<Integer> {

    private static final int NAMED_TABLES = 5;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Mixin
    private RestoreSettings settings;

    private @Nullable RestoreReport finished;
    private boolean committed;

    @Override
    public Integer call() {
        Stopwatch start = Stopwatch.start();
        try {
            Restore restore =
                    settings.restore(main.directory()).approval(this::confirm).listener(this::watch);
            RestoreReport report;
            try (ProgressDisplay progress = display()) {
                report = restore.listener(progress).run();
            }
            boolean written = settings.result().write(report.text() + wayBack(report), report.json());
            return written ? ExitCode.of(report, committed) : ExitCode.FAILED_AFTER_COMMIT;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return failed(start, e);
        }
    }

    private int failed(Stopwatch start, Throwable reason) {
        main.failure().print(spec.commandLine(), reason);
        RestoreReport report = finished == null ? Result.failed(settings.backup(), start, reason) : finished;
        boolean begun = report.totals().read() > 0;
        settings.result().write(begun ? report.text() + wayBack(report) : "", report.json());
        boolean changed = committed || (reason instanceof RestoreException known && known.committed());
        return changed ? ExitCode.FAILED_AFTER_COMMIT : ExitCode.FAILED;
    }

    /** Says how to go back from what is in the database now. */
    private String wayBack(RestoreReport report) {
        String path = report.safetyBackup();
        return path == null ? "" : System.lineSeparator() + "  to go back: " + settings.wayBack(path);
    }

    private void watch(RestoreEvent event) {
        if (event instanceof RestoreEvent.Committed || event instanceof RestoreEvent.Checkpointed) {
            committed = true;
        } else if (event instanceof RestoreEvent.Finished end) {
            finished = end.report();
        }
    }

    private ProgressDisplay display() {
        return settings.quiet()
                ? ProgressDisplay.none()
                : ProgressDisplay.on(spec.commandLine().getErr(), main.terminal());
    }

    private boolean confirm(RestorePlan plan) {
        FilesPlan files = plan.files();
        boolean replaces = files != null && files.present() > 0;
        if (settings.force() || (plan.rowsToDelete() == 0 && !replaces)) {
            return true;
        }
        String deletion = deletion(plan);
        if (!main.terminal().present()) {
            throw new RefusedException(
                    deletion + " Nothing was changed. Say --force if that is meant, or --mode append to keep them.");
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
