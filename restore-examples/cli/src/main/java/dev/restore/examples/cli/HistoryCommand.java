package dev.restore.examples.cli;

import dev.restore.history.Retention;
import dev.restore.history.RunAction;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunQuery;
import dev.restore.history.RunRequest;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks at what was run, and tidies it up. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "history",
        description = {
            "Lists what was run, shows one run with its report, asks the process of one to cancel it, closes one whose process is gone,",
            "or deletes old ones.",
            "A run whose process is gone is shown as interrupted; run --resume goes on with it."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 done, 2 usage, 3 the history cannot be reached, has no such run, or it may still run")
final class HistoryCommand implements Callable<Integer> {

    private static final int MAX_LAST = 10_000;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    /** What is done. */
    enum Action {
        LIST,
        SHOW,
        CANCEL,
        CLOSE,
        PRUNE
    }

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            converter = Choice.HistoryAction.class,
            description = "list, show, cancel, close or prune.")
    private Action action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RUN",
            description = "For show, cancel and close: the id of a run.")
    private @Nullable String run;

    @Mixin
    private HistoryAccess access;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many runs are listed, the newest, from 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int last;

    @Option(names = "--older-than", paramLabel = "DAYS", description = "For prune: delete runs that ended longer ago.")
    private @Nullable Integer olderThan;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "For prune: delete all but so many of the runs that have ended, the newest.")
    private @Nullable Integer keep;

    @Mixin
    private ResultSettings results;

    @Override
    public Integer call() {
        RunHistory history = access.open().orElseThrow(() -> usage("--history JDBC_URL is missing."));
        check();
        try {
            switch (action) {
                case LIST -> list(history);
                case SHOW -> show(history);
                case CANCEL -> cancel(history);
                case CLOSE -> close(history);
                case PRUNE -> prune(history);
            }
            return ExitCode.COMPLETE;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            main.failure().print(spec.commandLine(), e);
            return ExitCode.FAILED;
        }
    }

    private void check() {
        boolean one = action == Action.SHOW || action == Action.CANCEL || action == Action.CLOSE;
        String word = action.name().toLowerCase(Locale.ROOT);
        if (one != (run != null)) {
            throw usage(
                    one
                            ? "history " + word + " RUN: the id of the run is missing."
                            : "history " + word + " takes no run.");
        }
        if (last < 1 || last > MAX_LAST) {
            throw usage("--last must be from 1 to " + MAX_LAST + ", not " + last + ".");
        }
        if ((action == Action.PRUNE) != (olderThan != null || keep != null)) {
            throw usage(
                    "--older-than and --keep say what history prune deletes; one of them is needed, and by nothing else.");
        }
        if ((olderThan != null && olderThan < 0) || (keep != null && keep < 0)) {
            throw usage("--older-than and --keep must be 0 or more.");
        }
    }

    private void list(RunHistory history) {
        List<RunEntry> runs = history.list(RunQuery.newest().limit(last));
        results.result()
                .write(
                        runs.isEmpty()
                                ? "no runs"
                                : runs.stream()
                                        .map(HistoryCommand::line)
                                        .collect(Collectors.joining(System.lineSeparator())),
                        runs.stream().map(RunEntry::json).collect(Collectors.joining(",", "{\"runs\":[", "]}")));
    }

    private static String line(RunEntry run) {
        return String.format(
                Locale.ROOT,
                "%s  %s  %-7s  %-18s  %,d rows  %s  %s",
                run.id(),
                run.times().createdAt(),
                run.kind().name().toLowerCase(Locale.ROOT),
                run.status() == RunStatus.INTERRUPTED && run.closed()
                        ? "interrupted closed"
                        : run.status().words(),
                counted(run) ? run.counts().read() : run.progress().rows(),
                run.backup().name(),
                run.target());
    }

    /** Returns whether its account says how many rows there were: one that was interrupted has none. */
    private static boolean counted(RunEntry run) {
        return run.closed() && run.status().ended() && run.status() != RunStatus.INTERRUPTED;
    }

    private RunEntry found(RunHistory history) {
        String id = String.valueOf(run);
        return history.find(id)
                .orElseThrow(() -> new HistoryException("There is no run " + id + " in this history.", null));
    }

    private void show(RunHistory history) {
        RunEntry entry = found(history);
        StringBuilder text = new StringBuilder(line(entry));
        add(text, "asked by", entry.by());
        add(text, "key", entry.key());
        add(text, "options", entry.options());
        add(text, "format", entry.backup().format());
        add(text, "attempt", entry.attempt() == 1 ? null : String.valueOf(entry.attempt()));
        add(
                text,
                "owner",
                entry.owner().words() + ", last heard of " + entry.times().heartbeatAt());
        add(text, "step", entry.progress().phase().name().toLowerCase(Locale.ROOT));
        if (counted(entry)) {
            add(
                    text,
                    "account",
                    String.format(
                            Locale.ROOT,
                            "%,d read, %,d inserted, %,d updated, %,d unchanged, %,d filtered, %,d rejected",
                            entry.counts().read(),
                            entry.counts().inserted(),
                            entry.counts().updated(),
                            entry.counts().unchanged(),
                            entry.counts().filtered(),
                            entry.counts().rejected()));
        } else {
            add(
                    text,
                    "rows so far",
                    String.format(Locale.ROOT, "%,d", entry.progress().rows()));
        }
        add(text, "to be cancelled, as asked by", entry.cancelBy());
        add(text, "error", entry.error());
        add(text, "safety backup", entry.safetyBackup());
        if (entry.abandoned() && entry.kind() == RunKind.RESTORE) {
            add(
                    text,
                    "to go on",
                    "run " + (entry.resumable() ? "--resumable " : "") + "--resume " + entry.id()
                            + " with the same backup, target and options; history close " + entry.id()
                            + " gives it up");
        }
        for (RunAction line : history.actions(entry.id())) {
            add(text, line.at().toString(), line.action() + " by " + line.by() + " " + line.detail());
        }
        results.result().write(text.toString(), entry.json());
    }

    private static void add(StringBuilder text, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(name)
                    .append(": ")
                    .append(value.strip());
        }
    }

    private void cancel(RunHistory history) {
        RunEntry asked = history.cancel(String.valueOf(run), by());
        results.result()
                .write(
                        line(asked) + System.lineSeparator() + "its process hears of that with its next heartbeat",
                        asked.json());
    }

    private void close(RunHistory history) {
        RunEntry closed = history.close(String.valueOf(run), by());
        results.result().write(line(closed), closed.json());
    }

    private void prune(RunHistory history) {
        int pruned = history.prune(
                new Retention(
                        olderThan == null ? null : Duration.ofDays(olderThan), keep == null ? Integer.MAX_VALUE : keep),
                by());
        results.result().write(pruned + (pruned == 1 ? " run" : " runs") + " deleted", "{\"deleted\":" + pruned + "}");
    }

    private static String by() {
        return RunRequest.byThisUser().by();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
