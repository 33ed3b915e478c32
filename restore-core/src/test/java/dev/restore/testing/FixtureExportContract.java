package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.BinaryText;
import dev.restore.seed.DatabaseAssert;
import dev.restore.seed.Fixture;
import dev.restore.seed.FixtureExport;
import dev.restore.seed.SeededDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written from a database as a fixture is small, whole and readable, and gives the same rows again. */
public interface FixtureExportContract extends ContractCase {

    /** Returns the files of a directory by their names in lower case, in which databases spell them differently. */
    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                files.put(
                        file.getFileName().toString().toLowerCase(Locale.ROOT),
                        Files.readString(file).toLowerCase(Locale.ROOT));
            }
        }
        return files;
    }

    @Test
    default void allRowsAreOneFileATableInTheOrderOfTheKey() throws Exception {
        createLibrary();
        db().execute(
                        "create table flyway_schema_history (version ${bigint} primary key)",
                        "insert into flyway_schema_history values (1)");
        restore(library()).run();
        Path seed = temp().resolve("made/seed");
        FixtureExport export = FixtureExport.of(db().dataSource()).except("BYSTANDER");
        assertThat(export.write(seed).rows()).isEqualTo(5);
        assertThat(files(seed))
                .containsOnlyKeys("audit.json", "library_author.json", "library_book.json")
                .containsEntry("audit.json", "[]\n")
                .containsEntry(
                        "library_author.json",
                        "[\n{\"id\":3,\"name\":\"ann\",\"boss\":7},\n{\"id\":7,\"name\":\"bea\",\"boss\":null},\n"
                                + "{\"id\":9,\"name\":\"cy\",\"boss\":3}\n]\n");
        assertThat(Files.list(temp().resolve("made"))).containsExactly(seed);
        assertThatThrownBy(() -> export.write(seed))
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("there already");
        assertThat(files(seed)).hasSize(3);
    }

    @Test
    default void someRowsComeWithThoseThatTheyNeed() throws Exception {
        createLibrary();
        db().execute(
                        "create table library_loan (id ${bigint} primary key, book_id ${bigint} references library_book (id))");
        restore(library()
                        .table(
                                "library_loan",
                                "{'id':1,'book_id':20}",
                                "{'id':2,'book_id':21}",
                                "{'id':3,'book_id':20}"))
                .run();
        FixtureExport export = FixtureExport.of(db().dataSource());
        Path book = temp().resolve("book");
        export.from("library_book", "id = 21").write(book);
        assertThat(files(book)).containsOnlyKeys("library_author.json", "library_book.json");
        assertThat(files(book).get("library_author.json"))
                .contains("ann", "bea")
                .doesNotContain("cy");
        assertThat(files(book).get("library_book.json")).contains("sand").doesNotContain("tides");
        Path author = temp().resolve("author");
        export.fromWithChildren("library_author", "name = 'Cy' or 1 = 0").write(author);
        assertThat(files(author)).containsOnlyKeys("library_author.json", "library_book.json", "library_loan.json");
        assertThat(files(author).get("library_author.json")).contains("ann", "bea", "cy");
        assertThat(files(author).get("library_book.json")).contains("tides").doesNotContain("sand");
        assertThat(files(author).get("library_loan.json"))
                .contains(":1,", ":3,")
                .doesNotContain(":2,");
        Path loans = temp().resolve("loans");
        export.except("library_loan")
                .fromWithChildren("library_book", "id = 20")
                .from("library_author", "id = 7")
                .write(loans);
        assertThat(files(loans)).containsOnlyKeys("library_author.json", "library_book.json");
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(Fixture.of(author));
            assertThat(books()).containsExactly("20|9|Tides|120");
        }
        assertThatThrownBy(() -> export.from("nowhere", "1 = 1").write(temp().resolve("nothing")))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    default void keysOfSeveralColumnsAndCirclesAreFollowed() throws Exception {
        db().execute(
                        "create table place (country ${text} not null, code ${bigint} not null, name ${text}, "
                                + "primary key (country, code))",
                        "create table person (id ${bigint} primary key, country ${text}, code ${bigint}, "
                                + "friend ${bigint} references person (id), "
                                + "foreign key (country, code) references place (country, code))",
                        "insert into place values ('it''s', 1, 'a')",
                        "insert into place values ('it''s', 2, 'b')",
                        "insert into place values ('de', 1, 'c')",
                        "insert into person values (1, 'it''s', 2, null)",
                        "insert into person values (2, 'de', 1, 1)",
                        "insert into person values (3, null, null, 2)",
                        "insert into person values (4, 'it''s', 1, 1)",
                        "update person set friend = 3 where id = 1");
        Path friends = temp().resolve("friends");
        FixtureExport.of(db().dataSource()).from("person", "id = 2").write(friends);
        DatabaseAssert.assertThat(db().dataSource()).containsRowsOf(BackupSource.of(friends));
        assertThat(files(friends).get("person.json").lines()).hasSize(5);
        assertThat(files(friends).get("place.json").lines()).hasSize(4);
        Path all = temp().resolve("all");
        FixtureExport.of(db().dataSource()).fromWithChildren("person", "id = 3").write(all);
        assertThat(files(all).get("person.json").lines()).hasSize(6);
    }

    /** The seed is printed and part of each failure; set {@code restore.seed} to repeat a run. */
    @Test
    default void aFixtureOfAnyRowsGivesTheSameRows() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        Random random = new Random(seed);
        db().execute(db().sampleSetup());
        for (int round = 0; round < Integer.getInteger("restore.schemas", 1); round++) {
            RandomSchema schema = new RandomSchema(db(), random);
            String what =
                    "%s: -Drestore.seed=%d, schema %d: %s".formatted(db().dialect(), seed, round, schema.creation());
            db().execute(schema.creation());
            db().execute(schema.rows());
            Path backup = temp().resolve("backup" + round);
            Backup.of(db().dataSource()).write(backup);
            Path fixture = temp().resolve("fixture" + round);
            try {
                FixtureExport.of(db().dataSource()).write(fixture);
            } catch (BackupWriteException e) {
                // Some values cannot be said in plain JSON; the message names the row.
                assertThat(e).as(what).hasMessageContaining("row");
                db().execute(db().dropAll(schema.tables()));
                continue;
            }
            DatabaseAssert.assertThat(db().dataSource())
                    .binaryText(BinaryText.BASE64)
                    .hasRowsOf(BackupSource.of(fixture));
            db().execute(db().dropAll(schema.tables()));
            db().execute(schema.creation());
            try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
                database.reset(Fixture.of(fixture).restoring(restore -> restore.binaryText(BinaryText.BASE64)));
                VerifyReport same =
                        Backup.verify(backup).against(db().dataSource()).run();
                assertThat(same.agrees()).as("%s%n%s", what, same.text()).isTrue();
            }
            db().execute(db().dropAll(schema.tables()));
        }
    }
}
