package dev.restore.engine.resume;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.backup.reading.BackupReader;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.engine.load.Passes;
import dev.restore.engine.load.Portion;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.planning.RejectsDirectory;
import dev.restore.engine.planning.SafetyBackupPlace;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.step.SafetyStep;
import dev.restore.outcome.Problem;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.Verify;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out whether the target holds an unfinished restore, and whether this one is to go on with it. */
public final class ResumeDecision {

    private static final String INCOMPLETE_MEANWHILE =
            "The rows are committed as they come, and the target is incomplete until the end: table "
                    + CheckpointStore.TABLE + " says so and where to go on.";

    private static final String JOINED =
            "The connection was handed out within a transaction of the caller's: the restore joins it as into(connection) does, and"
                    + " the rows last when the caller commits.";

    private final RestoreOptions options;
    private final RestorePlan plan;
    /** Of the backup; null where it has none or none is needed. */
    private final @Nullable String fingerprint;

    private final @Nullable WayBack wayBack;
    private final BorrowedConnection borrowed;
    private final CheckpointStore store;
    private final Optional<Ledger> unfinished;
    private final List<Passes.Pass> passes;
    private final Dialect dialect;
    private final int splitting;
    private final String settings;

    public ResumeDecision(
            RestoreOptions options, RestorePlan plan, BackupReader reader, Dialect dialect, BorrowedConnection borrowed)
            throws SQLException {
        this.options = options;
        this.plan = plan;
        this.fingerprint = options.safety().resumable() ? reader.fingerprint().orElse(null) : null;
        this.wayBack = reader.manifest().map(Manifest::wayBack).orElse(null);
        this.borrowed = borrowed;
        Connection connection = borrowed.connection();
        this.store = new CheckpointStore(connection, plan.scope().catalog());
        this.unfinished = store.read(connection);
        this.passes = options.safety().resumable() ? Passes.resumable(plan) : List.of();
        this.settings = options.safety().resumable() ? settings() : "";
        this.dialect = dialect;
        int portions = passes.stream()
                .filter(pass -> !pass.whole())
                .mapToInt(pass -> Portion.of(pass, plan, reader.rowFiles()).size())
                .max()
                .orElse(1);
        // What suppresses the triggers of a table also keeps the other connections from writing to it.
        this.splitting = plan.scope().suppressesTriggers() ? 1 : portions;
    }

    /** Returns how many connections can load at once at most. */
    int connections() {
        return Math.max(1, Math.min(options.loading().parallel(), splitting));
    }

    CheckpointStore store() {
        return store;
    }

    /** Returns the readings of a resumable restore; empty for any other. */
    List<Passes.Pass> passes() {
        return passes;
    }

    /** Returns what is committed already, empty to begin. */
    Optional<Ledger> ledger() {
        return goesOn() ? unfinished : Optional.empty();
    }

    /** Returns what is to be restored, for its first checkpoint. */
    Checkpoint.Work work() {
        if (fingerprint == null) {
            throw new IllegalStateException("a backup without a fingerprint cannot be resumed");
        }
        return new Checkpoint.Work(plan.backup(), fingerprint, settings, Instant.now(), null);
    }

    private boolean goesOn() {
        return options.safety().resumable()
                && unfinished
                        .map(found -> found.passes().work())
                        .filter(work -> work.backup().equals(fingerprint)
                                && work.settings().equals(settings))
                        .isPresent();
    }

    /** Returns the checkpoints of the unfinished restore that this one is the way back from, or null. */
    @Nullable
    public CheckpointStore givenUp() {
        return goesBack() ? store : null;
    }

    private boolean goesBack() {
        return wayBack != null
                && !options.safety().resumable()
                && options.rows().mode() == Mode.REPLACE
                && options.selection().only().isEmpty()
                && options.selection().except().isEmpty()
                && unfinished
                        .map(found -> found.passes().work().saved())
                        .filter(saved -> saved.id().equals(wayBack.id()))
                        .isPresent();
    }

    /** Returns what still holds of a plan's notes when all rows are in. */
    public static List<String> lasting(List<String> notes) {
        return notes.stream().filter(note -> !note.equals(INCOMPLETE_MEANWHILE)).toList();
    }

    /** Returns the plan as the unfinished restore, if there is one, makes it. */
    public RestorePlan adapted() {
        List<Problem> problems = new ArrayList<>(plan.problems());
        if (goesOn()) {
            return continuing();
        }
        if (options.safety().resumable()) {
            requireResumable(problems);
        }
        List<String> notes = notes();
        if (goesBack()) {
            notes.add("This is the way back from the unfinished restore of "
                    + unfinished.orElseThrow().passes().work().source() + ", which is given up.");
        } else {
            unfinished.ifPresent(found -> problems.add(stranger(found)));
        }
        RejectsDirectory.check(options.badRows(), problems);
        SafetyBackupPlace.check(options.safety().safetyBackup(), problems);
        if (options.safety().resumable()) {
            notes.add(INCOMPLETE_MEANWHILE);
        }
        return copy(
                plan.scope(),
                plan.emptied(),
                SafetyBackupPlace.of(options.safety().safetyBackup(), plan),
                notes,
                problems);
    }

    private void requireResumable(List<Problem> problems) {
        if (borrowed.callersTransaction()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "resumable",
                    "A resumable restore commits as it goes, which it must not in a transaction of the caller's.",
                    "Restore into a DataSource outside of that transaction, or do not ask for resumable."));
        }
        if (fingerprint == null) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "resumable",
                    "Backup " + plan.backup()
                            + " is a stream, of which nobody can tell later whether it is still the same.",
                    "Save it as a file first, or do not ask for resumable."));
        }
        if (options.loading().parallel() > 1) {
            requireParallel(problems);
        }
    }

    private void requireParallel(List<Problem> problems) {
        if (borrowed.callersTransaction()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "parallel",
                    "A parallel restore needs " + options.loading().parallel()
                            + " connections of its own, and there is the caller's only.",
                    "Restore into a DataSource outside of that transaction, or do not ask for parallel."));
        }
        dialect.oneWriter()
                .ifPresent(reason -> problems.add(new Problem(
                        Problem.Kind.BAD_OPTION,
                        "parallel",
                        "Several connections cannot load side by side: " + reason + ".",
                        "Do not ask for parallel (--parallel) here.")));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(plan.notes());
        if (borrowed.foundTransaction()) {
            notes.add(JOINED);
        }
        if (options.loading().parallel() > 1 && splitting == 1) {
            notes.add("One connection loads, although " + options.loading().parallel()
                    + " are allowed: "
                    + (plan.scope().suppressesTriggers()
                            ? "while triggers are suppressed, only one can write."
                            : "no two tables or files of this backup can be loaded at once. What helps is a directory or"
                                    + " .zip with a file for each table, or several."));
        }
        return notes;
    }

    private RestorePlan continuing() {
        Ledger from = unfinished.orElseThrow();
        List<String> notes = notes();
        notes.add(String.format(
                Locale.ROOT,
                "Goes on with the restore that began at %s: %,d rows are in. Nothing is emptied.",
                from.passes().work().begunAt(),
                from.rows()));
        List<Problem> problems = new ArrayList<>(plan.problems());
        problems.removeIf(problem -> problem.kind() == Problem.Kind.OUTSIDE_REFERENCE);
        requireResumable(problems);
        Scope whole = plan.scope();
        return copy(
                new Scope(
                        whole.catalog(),
                        whole.loaded(),
                        List.of(),
                        whole.expectedRows(),
                        whole.rows(),
                        List.of(),
                        whole.triggers(),
                        false),
                List.of(),
                null,
                notes,
                problems);
    }

    private Problem stranger(Ledger found) {
        Checkpoint.Work work = found.passes().work();
        String begun = "The target holds an unfinished restore of " + work.source() + ", begun at " + work.begunAt()
                + ", with " + found.rows() + " rows";
        String reason;
        if (!options.safety().resumable()) {
            reason = ".";
        } else if (!work.backup().equals(fingerprint)) {
            reason = ", and this backup is another one or has changed since.";
        } else {
            reason = ", and its settings or the tables were different.";
        }
        SafetyStep.Written saved = work.saved();
        String back = saved == null
                ? ""
                : "; or go back to what was there before it, which is in " + saved.path() + " (Restore.undo)";
        return new Problem(
                Problem.Kind.UNFINISHED,
                plan.backup(),
                begun + reason,
                "Finish it with the same backup and settings (resumable, --resumable); or drop table " + store.table()
                        + " to give it up, and restore from the beginning" + back + ".");
    }

    private RestorePlan copy(
            Scope scope,
            List<RestorePlan.Emptied> emptied,
            @Nullable String safetyBackup,
            List<String> notes,
            List<Problem> problems) {
        return new RestorePlan(
                plan.backup(),
                plan.survey(),
                plan.dialect(),
                plan.mode(),
                plan.tables(),
                plan.merge(),
                scope,
                plan.measure(),
                emptied,
                safetyBackup,
                notes,
                problems,
                plan.files());
    }

    private List<Object> values() {
        ValueRules rules = options.values();
        return List.of(
                rules.strictTypes(),
                String.valueOf(rules.binaryText()),
                new TreeMap<>(rules.binaryTexts()),
                String.valueOf(rules.epochUnit()),
                new TreeMap<>(rules.epochUnits()));
    }

    /**
     * What decides where rows go: with another answer to any of this the place in the backup would mean something else. And
     * whether their checksums are kept, which cannot begin later.
     */
    private String settings() {
        List<Object> parts = List.of(
                options.rows().mode(),
                options.values().zone(),
                new TreeSet<>(options.selection().only()),
                new TreeSet<>(options.selection().except()),
                new TreeMap<>(options.mapping().tables()),
                new TreeMap<>(options.mapping().columns()),
                new TreeMap<>(options.mapping().defaultValues()),
                options.mapping().unknownColumns(),
                options.mapping().children(),
                options.rows().conflict(),
                new TreeMap<>(options.rows().conflicts()),
                options.badRows().setAside(),
                values(),
                String.valueOf(options.badRows().directory()),
                options.safety().verifyOn(plan.dialect()) == Verify.CONTENT,
                passes);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(parts.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
