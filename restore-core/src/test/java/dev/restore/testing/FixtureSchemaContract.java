package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.seed.FixtureExport;
import dev.restore.seed.FixtureProblem;
import dev.restore.seed.FixtureSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The schema of fixtures says what the tables of a database take, and files are checked by it without the database. */
public interface FixtureSchemaContract extends ContractCase {

    /** Returns statements that create a table {@code labelled} with a column {@code mood} of the labels ok and sad. None, unless overridden. */
    default List<String> enumeration() {
        return List.of();
    }

    /** Returns the schema, written and read again, as a checkout without a database has it. */
    private FixtureSchema schema() throws IOException {
        Path directory = Files.createTempDirectory(temp(), "schema");
        FixtureSchema made = FixtureSchema.of(db().dataSource());
        made.write(directory);
        FixtureSchema read = FixtureSchema.read(directory);
        assertThat(read.json()).isEqualTo(made.json());
        return read;
    }

    /** Returns what is wrong with files. */
    private List<String> problems(FixtureSchema schema, TestBackup rows) throws IOException {
        Path directory = rows.directory(Files.createTempDirectory(temp(), "rows"));
        return schema.check(BackupSource.of(directory)).stream()
                .map(FixtureProblem::toString)
                .map(line -> line.substring(line.indexOf(": table ") + 2).toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    default void whatIsExportedFits() throws Exception {
        createLibrary();
        db().execute(
                        "create table typed (id ${bigint} primary key, amount ${decimal}, ratio ${double}, day_of ${date}, "
                                + "at_time ${time}, stamp ${timestamp}, flag ${boolean}, bits ${binary}, doc ${json})");
        restore(library()
                        .table(
                                "typed",
                                "{'id':1,'amount':10.5,'ratio':0.25,'day_of':'2024-03-01','at_time':'09:30:00',"
                                        + "'stamp':'2024-03-01T09:30:00','flag':true,'bits':'AQID','doc':{'a':[1]}}",
                                "{'id':2,'amount':null,'ratio':null,'day_of':null,'at_time':null,'stamp':null,'flag':null,"
                                        + "'bits':null,'doc':null}"))
                .run();
        Path seed = temp().resolve("seed");
        FixtureExport.of(db().dataSource()).write(seed);
        assertThat(schema().check(BackupSource.of(seed))).isEmpty();
        assertThat(problems(schema(), library())).isEmpty();
    }

    @Test
    default void whatDoesNotFitIsNamedByFileRowAndColumn() throws Exception {
        createLibrary();
        FixtureSchema schema = schema();
        assertThat(problems(
                        schema,
                        new TestBackup()
                                .table(
                                        "library_author",
                                        "{'id':1,'name':'Ann'}",
                                        "{'boss':null}",
                                        "{'id':'one','name':null,'boss':2.5,'nickname':'B'}",
                                        "{'id':2.0,'name':'Cy','boss':7}")
                                .table("nowhere", "{'id':1}", "{'id':2}")))
                .containsExactlyInAnyOrder(
                        "table library_author, row 2, column name: is missing, and the database gives it no value",
                        "table library_author, row 3, column id: must be a whole number",
                        "table library_author, row 3, column name: must be a text",
                        "table library_author, row 3, column boss: must be a whole number or null",
                        "table library_author, row 3, column nickname: the table has no such column",
                        "table nowhere: the schema has no such table");
        Path file = temp().resolve("all.json");
        Files.writeString(file, "{\"library_author\": [{\"name\": 5}], \"LIBRARY_BOOK\": []}");
        assertThat(schema.check(BackupSource.of(file))).singleElement().satisfies(problem -> {
            assertThat(problem.file()).endsWith("all.json");
            assertThat(problem.row()).isEqualTo(1);
            assertThat(problem.column()).isEqualTo("name");
        });
    }

    @Test
    default void placeholdersFitWhereTheSchemaSaysSo() throws Exception {
        db().execute("create table thing (id ${bigint} primary key, born ${date})");
        TestBackup rows = new TestBackup().table("thing", "{'id':'${env:ID}','born':'${today}'}");
        assertThat(problems(schema(), rows)).hasSize(2);
        FixtureSchema filled = FixtureSchema.of(db().dataSource()).placeholders(true);
        assertThat(problems(filled, rows)).isEmpty();
        Path directory = temp().resolve("filled");
        filled.write(directory);
        assertThat(problems(FixtureSchema.read(directory), rows)).isEmpty();
        assertThat(problems(FixtureSchema.read(directory), new TestBackup().table("thing", "{'id':'x'}")))
                .hasSize(1);
    }

    @Test
    default void referencesAndKeysAreDescribed() throws Exception {
        createLibrary();
        String json = FixtureSchema.of(db().dataSource()).json().toLowerCase(Locale.ROOT);
        assertThat(json)
                .contains(
                        "refers to library_author.id",
                        "primary key",
                        "draft/2020-12",
                        "\"additionalproperties\" : false");
    }

    @Test
    default void onlyTheLabelsOfAnEnumerationFit() throws Exception {
        if (enumeration().isEmpty()) {
            return;
        }
        db().execute(enumeration());
        assertThat(problems(
                        schema(),
                        new TestBackup().table("labelled", "{'mood':'sad'}", "{'mood':null}", "{'mood':'glad'}")))
                .containsExactly("table labelled, row 3, column mood: must be one of ok, sad");
    }

    @Test
    default void namesMayBeInLowerCase() throws Exception {
        createLibrary();
        FixtureSchema lower = FixtureSchema.of(db().dataSource()).lowerCase();
        assertThat(lower.json()).contains("\"library_author\"", "\"boss\"");
        assertThat(problems(lower, library())).isEmpty();
    }

    @Test
    default void aKeywordThatIsNotCheckedIsRefused() throws Exception {
        createLibrary();
        Path file = temp().resolve("changed.json");
        Files.writeString(
                file,
                FixtureSchema.of(db().dataSource())
                        .json()
                        .replaceFirst("\"description\"", "\"minLength\": 3, \"description\""));
        assertThatThrownBy(() -> FixtureSchema.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minLength");
    }

    /** Any table can be described, and what is read is what was written. */
    @Test
    default void anySchemaIsWrittenAndRead() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        db().execute(db().sampleSetup());
        RandomSchema random = new RandomSchema(db(), new Random(seed));
        db().execute(random.creation());
        try {
            schema();
        } catch (RuntimeException e) {
            throw new AssertionError("-Drestore.seed=" + seed + ": " + random.creation(), e);
        } finally {
            db().execute(db().dropAll(random.tables()));
        }
    }
}
