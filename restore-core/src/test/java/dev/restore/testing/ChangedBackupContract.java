package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.RestoreEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup that changes while it is read is refused, whatever was read of it by then. */
interface ChangedBackupContract extends FaultBench {

    /** What happens to a file. */
    enum Change {
        TRUNCATED {
            @Override
            void apply(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        APPENDED {
            @Override
            void apply(Path file) throws IOException {
                Files.writeString(file, "\n\n", UTF_8, StandardOpenOption.APPEND);
            }
        },
        REPLACED {
            @Override
            void apply(Path file) throws IOException {
                Path other = file.resolveSibling("other");
                Files.write(other, new byte[(int) Files.size(file)]);
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        DELETED {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract void apply(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    default void refusesABackupThatChangesWhileItIsRead(Change change) throws Exception {
        filledLibrary();
        for (Class<? extends RestoreEvent> at : List.of(RestoreEvent.Cleared.class, RestoreEvent.Progress.class)) {
            String name = at.getSimpleName();
            Path directory = manyBooks().directory(temp().resolve(name));
            refusesWhenChangedAt(at, change, directory, directory.resolve("library_book.json"));
            if (Faults.thorough()) {
                Path zip = manyBooks().zip(temp().resolve(name + ".zip"));
                refusesWhenChangedAt(at, change, zip, zip);
                Path tar = manyBooks().tarGz(temp().resolve(name + ".tar.gz"));
                refusesWhenChangedAt(at, change, tar, tar);
            }
        }
    }

    private void refusesWhenChangedAt(Class<? extends RestoreEvent> at, Change change, Path backup, Path file)
            throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        DatabaseState before = DatabaseState.of(db());
        Throwable failure = catchThrowable(() -> restore(backup)
                .batchRows(50)
                .listener(event -> {
                    if (at.isInstance(event) && !changed.getAndSet(true)) {
                        apply(change, file);
                    }
                })
                .run());
        assertThat(changed).isTrue();
        assertThat(failure).isInstanceOf(BackupFormatException.class);
        assertThat(((BackupFormatException) failure).committed()).isFalse();
        assertAsBefore(before);
    }

    private static void apply(Change change, Path file) {
        try {
            change.apply(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestBackup manyBooks() {
        return new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}")
                .exactly(
                        "library_book",
                        IntStream.rangeClosed(1, Faults.times(2500, 20_000))
                                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"" + n + " "
                                        + "and a title of some length ".repeat(4) + "\"}")
                                .toList());
    }
}
