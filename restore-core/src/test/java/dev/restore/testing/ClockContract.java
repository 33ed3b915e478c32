package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The clock jumps while a restore runs, forward and back by more than any deadline, and the restore does not mind. A small
 * library in C moves the clock of a JVM of its own, where there is a compiler and Linux.
 */
interface ClockContract extends KillContract {

    /** Further than the deadline of {@link RestoreInSteps}, and across a change to or from summer time. */
    Duration JUMP = Duration.ofDays(200);

    private Path shift() {
        return temp().resolve("shift");
    }

    private void jumpTo(Duration shift) throws IOException {
        Path next = Files.writeString(temp().resolve("next-shift"), Long.toString(shift.toSeconds()));
        Files.move(next, shift(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> command() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the library that moves the clock is for Linux");
        Path library = temp().resolve("clock.so");
        Path source = temp().resolve("clock.c");
        try (InputStream code = Objects.requireNonNull(ClockContract.class.getResourceAsStream("clock.c"))) {
            Files.copy(code, source);
        }
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assumeTrue(compiler.waitFor() == 0, "cc cannot compile the library that moves the clock");
        } catch (IOException e) {
            abort("there is no C compiler (cc) for the library that moves the clock");
        }
        return List.of("env", "LD_PRELOAD=" + library, "CLOCK_SHIFT=" + shift());
    }

    private RestoreProcess process(List<String> command, Path backup, boolean resumable) throws Exception {
        return new RestoreProcess(command, List.of("-Duser.timezone=Europe/Berlin"), url(), backup, 1, resumable);
    }

    private Path restoredMoments() throws Exception {
        db().execute(
                        "create table moment (id ${bigint} primary key, at ${timestamp})",
                        "insert into moment values (7, null)");
        Path backup = new TestBackup()
                .table(
                        "moment",
                        "{'id':1,'at':'2026-03-29T02:30:00'}",
                        "{'id':2,'at':'2026-10-25T02:30:00.5'}",
                        "{'id':3,'at':'1969-12-31T23:59:59'}",
                        "{'id':4,'at':null}")
                .directory(temp().resolve("moments"));
        restore(backup).run();
        return backup;
    }

    private List<String> moments() throws SQLException {
        return db().rows("select id, at from moment order by id");
    }

    /** Goes on to the end, or until it has told of an event so many times, and jumps at each event. */
    private Optional<String> jumping(RestoreProcess process, String last, int times) throws Exception {
        int seen = 0;
        Duration shift = JUMP;
        Optional<String> event = process.goOn();
        while (event.isPresent()) {
            if (event.get().equals(last) && ++seen == times) {
                return event;
            }
            shift = shift.negated();
            jumpTo(shift);
            event = process.goOn();
        }
        return event;
    }

    @Test
    default void aJumpOfTheClockAtAnyEventChangesNothing() throws Exception {
        List<String> command = command();
        Path backup = restoredMoments();
        List<String> moments = moments();
        db().execute("delete from moment", "insert into moment values (7, null)");
        jumpTo(JUMP);
        leaveToOthers();
        try (RestoreProcess process = process(command, backup, false)) {
            assertThat(jumping(process, "", 1)).isEmpty();
            process.endWell();
        }
        assertThat(moments()).isEqualTo(moments);
    }

    /**
     * It is not killed between: H2 reuses the space of its file by the clock, so that a jump voids what it promises after a
     * crash, and the file may not open.
     */
    @Test
    default void aResumableRestoreGoesOnBeforeItBegan() throws Exception {
        List<String> command = command();
        Path backup = restoredMoments();
        List<String> moments = moments();
        db().execute("delete from moment", "insert into moment values (7, null)");
        jumpTo(JUMP);
        leaveToOthers();
        try (RestoreProcess process = process(command, backup, true)) {
            assertThat(jumping(process, "Checkpointed", 1)).contains("Checkpointed");
            process.terminate();
        }
        Instant begun = begun();
        assertThat(begun).as("the clock was moved").isAfter(Instant.now().plus(JUMP.dividedBy(2)));
        leaveToOthers();
        jumpTo(JUMP.negated());
        try (RestoreProcess process = process(command, backup, true)) {
            assertThat(jumping(process, "", 1)).isEmpty();
            process.endWell();
        }
        assertThat(moments()).isEqualTo(moments);
    }

    private Instant begun() throws Exception {
        Matcher begun = Pattern.compile("\"begun_at\":\"([^\"]+)\"")
                .matcher(String.join("", db().rows("select content from restore_checkpoint order by piece")));
        assertThat(begun.find()).isTrue();
        return Instant.parse(begun.group(1));
    }
}
