package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Mode;
import dev.restore.plan.Verify;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every shape of a backup goes into an empty database and again into the filled one. */
interface ShapesContract extends ContractCase {

    private void assertRestores(BackupSource source) throws SQLException {
        createLibrary();
        Restore restore = Restore.from(source).into(db().dataSource());
        assertComplete(restore.run());
        assertLibrary();
        db().execute("insert into library_author (id, name) values (100, 'written later')");
        assertComplete(restore.run());
        assertLibrary();
    }

    private static void assertComplete(RestoreReport report) {
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.totals().read()).isEqualTo(5);
        assertThat(report.totals().inserted()).isEqualTo(5);
        assertThat(report.error()).isNull();
    }

    private Path write(String file, String content) throws IOException {
        return Files.writeString(temp().resolve(file), content);
    }

    @Test
    default void restoresTheLastStateOfEachRowOfEvents() throws Exception {
        String events = """
                {"id": 1, "name": "Ann", "__op": "c", "__deleted": "false"}
                {"id": 2, "name": "Bob", "__op": "c", "__deleted": "false"}
                {"id": 1, "name": "Anna", "__op": "u", "__deleted": "false"}
                {"id": 2, "name": null, "__op": "d", "__deleted": "true"}
                """;
        write("pet.json", events);
        db().execute("create table pet (id ${bigint} primary key, name varchar(20) not null)");
        Restore restore = restore(temp().resolve("pet.json"));
        assertThat(restore.run().totals().inserted()).isEqualTo(1);
        assertThat(restore.verify(Verify.CONTENT).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows("select id, name from pet")).containsExactly("1|Anna");
        db().execute("drop table pet", "create table pet (id ${bigint}, name varchar(20))");
        assertThatThrownBy(restore::run)
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("holds events")
                .hasMessageContaining("has no primary key");
    }

    @Test
    default void restoresADirectoryOfJsonArrays() throws Exception {
        assertRestores(BackupSource.of(library().directory(temp().resolve("b"), ".json")));
    }

    @Test
    default void restoresADirectoryOfLines() throws Exception {
        assertRestores(BackupSource.of(library().directory(temp().resolve("b"), ".ndjson")));
    }

    @Test
    default void restoresADirectoryOfCompressedArrays() throws Exception {
        assertRestores(BackupSource.of(library().directory(temp().resolve("b"), ".json.gz")));
    }

    @Test
    default void restoresADirectoryOfCompressedLines() throws Exception {
        assertRestores(BackupSource.of(library().directory(temp().resolve("b"), ".jsonl.gz")));
    }

    @Test
    default void restoresTheNewestOfTimestampedDirectories() throws Exception {
        new TestBackup()
                .table("library_author", "{'id':1,'name':'too old'}")
                .directory(temp().resolve("b/20240101_000000"));
        library().directory(temp().resolve("b/20241219_103045"));
        assertRestores(BackupSource.of(temp().resolve("b")));
    }

    @Test
    default void restoresAZip() throws Exception {
        assertRestores(BackupSource.of(library().zip(temp().resolve("b.zip"))));
    }

    @Test
    default void restoresATarAndKnowsItWithoutItsEnding() throws Exception {
        assertRestores(BackupSource.of(
                Files.write(temp().resolve("backup.bin"), library().tar())));
    }

    @Test
    default void restoresACompressedTarWithMetadata() throws Exception {
        TestBackup backup =
                library().file("metadata.json", "{\"object_counts\": {\"library_author\": 3, \"library_book\": 2}}");
        assertRestores(BackupSource.of(backup.tarGz(temp().resolve("b.tar.gz"))));
    }

    @Test
    default void restoresAnObjectOfTables() throws Exception {
        assertRestores(BackupSource.of(write("all.json", library().objectOfTables())));
    }

    @Test
    default void restoresAWrappedObjectOfTables() throws Exception {
        assertRestores(BackupSource.of(write("all.json", library().wrapped())));
    }

    @Test
    default void restoresADjangoDump() throws Exception {
        assertRestores(BackupSource.of(write("dump.json", library().djangoArray())));
    }

    @Test
    default void restoresADjangoDumpOfLines() throws Exception {
        assertRestores(BackupSource.of(write("dump.jsonl", library().djangoLines())));
    }

    @Test
    default void restoresAStreamThatIsOpenedSeveralTimes() throws Exception {
        byte[] bytes = library().objectOfTables().getBytes(UTF_8);
        assertRestores(BackupSource.of("from memory", () -> new ByteArrayInputStream(bytes)));
    }

    @Test
    default void restoresACompressedTarFromAStream() throws Exception {
        byte[] bytes = TestBackup.gzip(library().tar());
        assertRestores(BackupSource.of("from memory", () -> new ByteArrayInputStream(bytes)));
    }

    @Test
    default void restoresAUrl() throws Exception {
        URL url = write("all.json", library().objectOfTables()).toUri().toURL();
        assertRestores(BackupSource.of(url));
    }

    @Test
    default void restoresAResourceOfTheClassPath() throws Exception {
        write("all.json", library().objectOfTables());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {temp().toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            assertRestores(BackupSource.ofClasspath("all.json"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    default void appendsToTheRowsThatAreThere() throws Exception {
        createLibrary();
        fillLibrary();
        RestoreReport report = restore(new TestBackup()
                        .table("library_author", "{'id':30,'name':'Dee','boss':2}")
                        .table("library_book", "{'id':40,'author_id':30,'title':'New','pages':1}"))
                .mode(Mode.APPEND)
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(authors()).containsExactly("1|old boss|∅", "2|old|1", "30|Dee|2");
        assertThat(books()).containsExactly("1|2|old book|3", "2|1|older book|4", "40|30|New|1");
    }

    @Test
    default void emptiesATableWhoseBackupIsEmpty() throws Exception {
        createLibrary();
        fillLibrary();
        RestoreReport report =
                restore(library().exactly("library_book", List.of())).run();
        assertThat(report.totals().inserted()).isEqualTo(3);
        assertThat(books()).isEmpty();
        assertThat(authors()).hasSize(3);
    }
}
