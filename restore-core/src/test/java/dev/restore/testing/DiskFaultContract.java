package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Disk operations of a database in a file fail, one after the other, while a JVM of its own restores into it. The rows are
 * those from before or those of the backup, as the restore says.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
public abstract class DiskFaultContract extends DatabaseCase implements OtherProcess {

    private static final int BOOKS = 1500;

    /** The system calls by which a file is changed. */
    private static final String CHANGES = "write,pwrite64,pwritev,fsync,fdatasync,ftruncate,fallocate,unlink";

    private static final List<String> AUTHORS = List.of("1|Ann|∅", "2|Bea|1");

    private Path backup;

    /** Returns the files that the database writes, whether they are there or not. */
    protected abstract List<Path> files();

    /** Returns options for the JVM that restores. */
    protected List<String> options() throws IOException {
        return List.of();
    }

    /** What happens to the k-th operation of a thread on the files of the database. */
    enum Injection {
        /** It fails, and the next ones do not. */
        FAILS("error=EIO:when=%d"),
        /** It fails, and all that come after it. */
        FAILS_FROM_THEN_ON("error=EIO:when=%d+"),
        /** Nothing is written, and the process is killed. */
        KILLED_BEFORE("error=EIO:signal=KILL:when=%d"),
        /** The disk is full from then on. */
        FULL("error=ENOSPC:when=%d+");

        private final String expression;

        Injection(String expression) {
            this.expression = expression;
        }
    }

    @BeforeEach
    void fill() throws Exception {
        createLibrary();
        fillLibrary();
        String filler = "0123456789".repeat(30);
        backup = new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}", "{'id':2,'name':'Bea','boss':1}")
                .exactly(
                        "library_book",
                        IntStream.rangeClosed(1, BOOKS)
                                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":2,\"title\":\"" + n + filler + "\"}")
                                .toList())
                .directory(temp().resolve("disk"));
    }

    /** A write that would go past the limit writes up to it, and the rest fails: the last page is torn. */
    @Test
    void survivesWritesThatAreCutOff() throws Exception {
        assumeTrue(
                works(List.of("sh", "-c", "ulimit -f 100000")), "the size of files cannot be limited here (ulimit -f)");
        DatabaseState before = DatabaseState.of(db());
        leaveToOthers();
        RestoreProcess.rehearsed(url(), backup);
        Path pristine = keepFiles();
        long blocks = 0;
        for (Path file : files()) {
            blocks = Math.max(blocks, Files.exists(file) ? Files.size(file) / 512 : 0);
        }
        int refused = 0;
        boolean passed = false;
        for (int more = 1; !passed; more += Faults.times(500, 100)) {
            List<String> limited = List.of("sh", "-c", "ulimit -f " + (blocks + more) + " && exec \"$@\"", "sh");
            passed = restoredWithin(tries(), limited, before, "limit of " + (blocks + more) + " blocks", pristine);
            refused += passed ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(1);
    }

    /** A class may hide this with the failures that its database survives. */
    static List<Injection> injections() {
        return Faults.thorough() ? List.of(Injection.values()) : List.of(Injection.FAILS, Injection.KILLED_BEFORE);
    }

    @ParameterizedTest
    @MethodSource("injections")
    void survivesAnOperationThat(Injection injection) throws Exception {
        assumeTrue(
                works(List.of("strace", "-f", "-qq", "-o", "/dev/null", "true")),
                "strace is not installed, or may not be used here");
        // With it only the calls that are traced stop a thread, and all others pass as if nobody was watching.
        boolean filtered = works(List.of("strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "true"));
        DatabaseState before = DatabaseState.of(db());
        leaveToOthers();
        RestoreProcess.rehearsed(url(), backup);
        Path pristine = keepFiles();
        Path trace = temp().resolve("trace");
        boolean injected = true;
        int refused = 0;
        for (int k = 1; injected; k += Faults.times(k * 3, 1 + k / 8)) {
            List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", trace.toString()));
            if (filtered) {
                command.add("--seccomp-bpf");
            }
            for (Path file : files()) {
                command.add("-P");
                command.add(file.toString());
            }
            command.addAll(List.of(
                    "-e", "trace=" + CHANGES, "-e", "inject=" + CHANGES + ":" + injection.expression.formatted(k)));
            boolean passed = restoredWithin(tries(), command, before, injection + " at operation " + k, pristine);
            // Of the last operation before a kill nothing is written down.
            injected = !passed || Files.readString(trace, UTF_8).contains("INJECTED");
            refused += passed ? 0 : 1;
            if (passed) {
                putBack(pristine);
            }
        }
        assertThat(refused).isPositive();
    }

    /**
     * Returns how often one injection must leave what it must not, with the same rows from the same beginning, to count: more than
     * once where the database is known to keep half of a transaction by itself, which is a race and does not come again, whereas
     * what this library did wrong would.
     */
    protected int tries() {
        return 1;
    }

    private boolean restoredWithin(int tries, List<String> command, DatabaseState before, String what, Path pristine)
            throws Exception {
        try {
            return restored(command, before, what);
        } catch (AssertionError e) {
            if (tries <= 1) {
                throw e;
            }
            System.out.println(
                    "AGAIN " + what + ": " + e.getMessage().lines().findFirst().orElse(""));
            putBack(pristine);
            return restoredWithin(tries - 1, command, before, what, pristine);
        }
    }

    private Path keepFiles() throws IOException {
        Path kept = Files.createDirectory(temp().resolve("pristine"));
        for (Path file : files()) {
            if (Files.exists(file)) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        return kept;
    }

    private void putBack(Path kept) throws Exception {
        leaveToOthers();
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
        try (Stream<Path> all = Files.list(kept)) {
            for (Path file : all.toList()) {
                Files.copy(
                        file, files().get(0).resolveSibling(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean works(List<String> command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Restores under a command, checks what that has left, and returns whether the rows of the backup are in. */
    private boolean restored(List<String> command, DatabaseState before, String what) throws Exception {
        int exit;
        try (RestoreProcess process = new RestoreProcess(command, options(), url(), backup, 100, false)) {
            exit = process.goOnToTheEnd();
        }
        boolean in = db().rows("select count(*) from library_book").equals(List.of(String.valueOf(BOOKS)));
        if (exit == 0) {
            assertThat(in).as(what + " ends as a success").isTrue();
        } else if (exit == RestoreInSteps.NOTHING_CHANGED) {
            assertThat(in).as(what + " says that nothing was changed").isFalse();
        }
        if (in) {
            assertThat(authors()).as(what).isEqualTo(AUTHORS);
            assertThat(db().rows("select min(id), max(id), count(distinct title) from library_book"))
                    .containsExactly("1|" + BOOKS + "|" + BOOKS);
            DatabaseState.of(db()).assertSameSchemaAs(before);
        } else {
            DatabaseState.of(db()).assertSameButNumbersAs(before);
        }
        assertThat(db().leftovers()).as(what).isEmpty();
        assertThat(db().rows("select id, note from bystander")).containsExactly("1|stays");
        assertForeignKeysEnforced();
        leaveToOthers();
        return in;
    }
}
