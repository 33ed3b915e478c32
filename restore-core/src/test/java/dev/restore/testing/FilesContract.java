package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.Age;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files beside the rows and encryption, on the way from a database to a database. */
interface FilesContract extends ContractCase {

    /** A key that protects nothing. */
    private static Age identity() {
        return Age.identities("AGE-SECRET-KEY-16TDC9EFQL0JYVPPKL42SUM3Q9Q3232CKAEYRHZMV4HA4FA9YVE9SZVW8H3");
    }

    private static Age recipient() {
        boolean there = FilesContract.class
                        .getClassLoader()
                        .getResource("com/exceptionfactory/jagged/x25519/X25519KeyPairGenerator.class")
                != null;
        assumeTrue(there, "encryption needs com.exceptionfactory.jagged:jagged-x25519 on the class path of the tests");
        return Age.recipients("age12p3msatuxuagn4hg27vw9uq2m4jjwkjmljzra4ygjnlvy73f75uq64tjpj");
    }

    private Path media() throws Exception {
        Path media = temp().resolve("media");
        Files.createDirectories(media.resolve("books"));
        Files.writeString(media.resolve("books/20.jpg"), "tides");
        Files.write(media.resolve("large"), new byte[100_000]);
        return media;
    }

    private Path filled(String name) throws Exception {
        Path directory = Files.createDirectory(temp().resolve(name));
        Files.writeString(directory.resolve("old"), "old");
        return directory;
    }

    private void assertOld(Path directory) {
        assertThat(directory.resolve("old")).hasContent("old");
        assertThat(directory.getParent()).isDirectoryNotContaining("glob:**.staged");
    }

    @Test
    default void filesAndRowsComeBackFromAnEncryptedBackup() throws Exception {
        createLibrary();
        restore(library()).run();
        Path backup = temp().resolve("library.tar.gz.age");
        BackupReport written = Backup.of(db().dataSource())
                .only("library*")
                .files(media())
                .encrypt(recipient())
                .write(backup);
        assertThat(written.files()).isEqualTo(2);
        assertThat(Backup.verify(backup)
                        .decrypt(identity())
                        .against(db().dataSource())
                        .run())
                .satisfies(report -> {
                    assertThat(report.agrees()).isTrue();
                    assertThat(report.files()).isEqualTo(2);
                });
        db().execute("delete from library_book");
        Path target = filled("target");
        RestoreReport report = restore(backup).decrypt(identity()).files(target).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(warnings(report)).isEmpty();
        assertThat(report.files()).isNotNull().satisfies(files -> {
            assertThat(files.inPlace()).isTrue();
            assertThat(files.files()).isEqualTo(2);
            assertThat(files.bytes()).isEqualTo(100_005);
        });
        assertLibrary();
        assertThat(target.resolve("old")).doesNotExist();
        assertThat(target.resolve("books/20.jpg")).hasContent("tides");
        assertThat(target.resolve("large")).hasSize(100_000);
        assertThat(warnings(restore(backup).decrypt(identity()).run()))
                .anyMatch(warning -> warning.contains("holds 2 files beside the rows, which are not restored"));
        assertThat(warnings(restore(backup).decrypt(identity()).noFiles().run()))
                .isEmpty();
    }

    @Test
    default void aResumableRestoreOfAnEncryptedBackupGoesOnWhereItEnded() throws Exception {
        createLibrary();
        restore(library()).run();
        Path backup = temp().resolve("library.tar.gz.age");
        Backup.of(db().dataSource()).only("library*").encrypt(recipient()).write(backup);
        Restore restore = restore(backup).decrypt(identity()).resumable().batchRows(1);
        assertThatThrownBy(() -> restore.listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed) {
                                throw new IllegalStateException("killed");
                            }
                        })
                        .run())
                .hasMessageContaining("killed");
        assertThat(restore.run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertLibrary();
    }

    @Test
    default void aDamagedEncryptedBackupChangesNothing() throws Exception {
        createLibrary();
        restore(library()).run();
        Path backup = temp().resolve("library.tar.gz.age");
        Backup.of(db().dataSource())
                .only("library*")
                .files(media())
                .encrypt(recipient())
                .write(backup);
        Path target = filled("target");
        byte[] good = Files.readAllBytes(backup);
        for (int at : new int[] {30, good.length / 2, good.length - 1}) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(backup, bad);
            failsWithoutTrace(
                    BackupFormatException.class,
                    () -> restore(backup).decrypt(identity()).files(target).run());
            Files.write(backup, Arrays.copyOf(good, at));
            failsWithoutTrace(
                    BackupFormatException.class,
                    () -> restore(backup).decrypt(identity()).files(target).run());
        }
        Files.write(backup, good);
        failsWithoutTrace(BackupFormatException.class, () -> restore(backup).run());
        assertOld(target);
    }

    @Test
    default void filesStayAsTheyAreWhereTheRowsDoNotGoIn() throws Exception {
        createLibrary();
        fillLibrary();
        Path backup = library()
                .table("library_book", "{'id':20,'author_id':9,'title':'Tides','pages':-1}")
                .directory(temp().resolve("bad"));
        Files.createDirectory(backup.resolve("media"));
        Files.writeString(backup.resolve("media/photo"), "x");
        Path target = filled("target");
        failsWithoutTrace(
                LoadException.class, () -> restore(backup).files(target).run());
        assertOld(target);
        failsWithoutTrace(
                RestoreException.class,
                () -> restore(backup).approval(plan -> false).files(target).run());
        assertOld(target);
    }

    @Test
    default void damagedFilesKeepTheRowsOut() throws Exception {
        createLibrary();
        restore(library()).run();
        Path backup = temp().resolve("library");
        Backup.of(db().dataSource()).only("library*").files(media()).write(backup);
        Files.writeString(backup.resolve("files/books/20.jpg"), "tidal");
        Path target = filled("target");
        db().execute("delete from library_book");
        for (Restore restore : List.of(restore(backup), restore(backup).resumable())) {
            failsWithoutTrace(
                    BackupFormatException.class, () -> restore.files(target).run());
        }
        assertOld(target);
        assertThatThrownBy(() -> Backup.verify(backup).run()).isInstanceOf(BackupFormatException.class);
        assertThat(restore(backup).noFiles().run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertLibrary();
    }

    @Test
    default void directoriesThatCannotBeReplacedAreProblemsOfThePlan() throws Exception {
        createLibrary();
        fillLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        failsWithoutTrace(
                PlanException.class,
                () -> restore(backup).files(temp().resolve("target")).run());
        Files.createDirectory(backup.resolve("media"));
        Files.writeString(backup.resolve("media/photo"), "x");
        Path file = Files.writeString(temp().resolve("file"), "x");
        for (Path directory : List.of(file, temp().resolve("missing/target"), temp(), Path.of("/proc"))) {
            failsWithoutTrace(
                    PlanException.class, () -> restore(backup).files(directory).run());
        }
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> Restore.from(backup)
                            .into(connection)
                            .files(temp().resolve("target"))
                            .run())
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("the caller's");
            connection.rollback();
        }
        assertThatThrownBy(() -> restore(backup)
                        .mode(Mode.APPEND)
                        .files(temp().resolve("target"))
                        .run())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(restore(backup).files(temp().resolve("target")).plan().describe())
                .contains("files: 1 file");
    }
}
