package dev.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.RowShape;
import dev.restore.outcome.RestoreException;
import dev.restore.plan.RowErrors;
import dev.restore.plan.UnknownColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups whose rows are not where plain ones have them: envelopes, parts of tables, what COPY wrote. */
class ShapeTest {

    @TempDir
    Path directory;

    private final JdbcDataSource database = new JdbcDataSource();
    private Connection open;

    @BeforeEach
    void createTable() throws SQLException {
        database.setURL("jdbc:h2:mem:shapes;DATABASE_TO_LOWER=TRUE");
        open = database.getConnection();
        try (Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE cat (id INT PRIMARY KEY, name VARCHAR)");
            statement.execute("INSERT INTO cat VALUES (9, 'before')");
        }
    }

    @AfterEach
    void dropAll() throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
        }
        open.close();
    }

    private List<String> cats() throws SQLException {
        List<String> cats = new ArrayList<>();
        try (Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name FROM cat ORDER BY id")) {
            while (rows.next()) {
                cats.add(rows.getInt(1) + " " + rows.getString(2));
            }
        }
        return cats;
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat-00000000000%d.ndjson",
                "cat_0_%d_0.json",
                "cat+0+%d.json",
                "cat-0000%d-of-00002.json",
                "cat/part-0000%d.json"
            })
    void readsTheFilesThatAreOneTable(String pattern) throws Exception {
        for (int i = 1; i <= 2; i++) {
            write(pattern.formatted(i), "{\"id\":" + i + ",\"name\":\"x\"}\n");
        }
        assertThat(Restore.from(directory).into(database).plan().describe()).contains("parts of it by their names");
        Restore.from(directory).into(database).run();
        assertThat(cats()).containsExactly("1 x", "2 x");
    }

    @Test
    void refusesATableOfTwoTimes() throws Exception {
        write("cat_20240301.json", "[{\"id\":1}]");
        write("cat_20240401.json", "[{\"id\":1}]");
        assertThatThrownBy(() -> Restore.from(directory).into(database).run())
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("cat_20240301");
        assertThat(cats()).containsExactly("9 before");
    }

    @Test
    void proposesHowToReadAnUnknownEnvelopeAndReadsItSo() throws Exception {
        Path file = write(
                "answer.json",
                "{\"ok\":true,\"body\":{\"items\":[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]}}");
        assertThatThrownBy(() -> Restore.from(file).into(database).run())
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("an array of 2 objects under body.items")
                .hasMessageContaining("--rows");
        Restore.from(file)
                .shape(RowShape.rows("body.items").table("cat"))
                .into(database)
                .run();
        assertThat(cats()).containsExactly("1 a", "2 b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':[{'id':1,'name':'x'},{'id':2,'name':'x'}],'error':null,'status':200}",
                "{'data':[{'id':1,'name':'x'},{'id':2,'name':'x'}],'meta':{'pagination':{'page':1,'total':2}}}",
                "{'page':1,'totalItems':2,'items':[{'id':1,'name':'x'},{'id':2,'name':'x'}]}",
                "{'data':{'items':[{'id':1,'name':'x'},{'id':2,'name':'x'}]},'took':3}",
                "{'_default':{'1':{'name':'x'},'2':{'name':'x'}}}",
                "{'1':{'name':'x'},'2':{'name':'x'}}"
            })
    void readsAnAnswerThatIsNamedAfterItsTable(String answer) throws Exception {
        Path file = write("cat.json", answer.replace('\'', '"'));
        Restore.from(file).into(database).run();
        assertThat(cats()).containsExactly("1 x", "2 x");
        assertThat(Restore.from(directory).into(database).plan().describe()).contains("cat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':[{'id':1}],'next':'http://x'}",
                "{'data':[{'id':1}],'meta':{'pagination':{'page':1,'total':7}}}",
                "{'items':[{'id':1}],'hasMore':true}",
                "{'results':[{'id':1}],'links':{'next':{'href':'x'}}}"
            })
    void refusesOnePageOfAnAnswerThatNobodyNamed(String answer) throws Exception {
        Path file = write("cat.json", answer.replace('\'', '"'));
        assertThatThrownBy(() -> Restore.from(file).into(database).run())
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("one page of several");
        assertThat(cats()).containsExactly("9 before");
    }

    @Test
    void doesNotTakeTwoFilesForOneTableBecauseOneIsAnAnswer() throws Exception {
        write("cat.json", "{\"data\":[{\"id\":1}]}");
        write("cat.ndjson", "{\"id\":2}\n");
        assertThatThrownBy(() -> Restore.from(directory).into(database).run())
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("data");
        assertThat(cats()).containsExactly("9 before");
    }

    @Test
    void readsRowsByKeysThatDoNotLookLikeIds() throws Exception {
        try (Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE person (id VARCHAR PRIMARY KEY, name VARCHAR)");
        }
        Path file = write(
                "export.json",
                "{\"person\":{\"Ab3kQ9aZb1\":{\"name\":\"a\"},\"\u00fc. x\":{\"name\":\"b\",\"age\":null}},\"ui\":{\"x\":{\"y\":1}}}");
        Restore.from(file).into(database).unknownColumns(UnknownColumns.IGNORE).run();
        try (Statement statement = open.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT LISTAGG(id, '|') WITHIN GROUP (ORDER BY name) FROM person")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("Ab3kQ9aZb1|\u00fc. x");
        }
    }

    @Test
    void settingsInAFolderAreNoTables() throws Exception {
        write("cat.json", "[{\"id\":1}]");
        write("conf/settings.json", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}");
        write("settings.json", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}");
        Restore.from(directory).into(database).run();
        assertThat(cats()).containsExactly("1 null");
    }

    @Test
    void readsArraysOneAfterTheOtherWhereTheirTableIsNamed() throws Exception {
        Path file = write("pages.json", "[{\"id\":1},{\"id\":2}]\n[]\n[\n {\"id\":3}]");
        assertThatThrownBy(() -> Restore.from(file).into(database).run())
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("second JSON array")
                .hasMessageContaining("--table");
        Restore.from(file).shape(RowShape.rows("").table("cat")).into(database).run();
        assertThat(cats()).containsExactly("1 null", "2 null", "3 null");
        Path damaged = write("pages.json", "[{\"id\":1},{\"id\":2,\"id\":2}]\n[{\"id\":3}]");
        Restore.from(damaged)
                .shape(RowShape.rows("").table("cat"))
                .into(database)
                .onRowError(RowErrors.reject())
                .run();
        assertThat(cats()).containsExactly("1 null", "3 null");
    }

    @Test
    void readsRowsInsideOfRecords() throws Exception {
        Path file =
                write("feed.jsonl", "{\"kind\":\"cat\",\"doc\":{\"id\":1}}\n{\"kind\":\"cat\",\"doc\":{\"id\":2}}\n");
        Restore.from(file)
                .shape(RowShape.rows("").row("doc").tableFromField("kind"))
                .into(database)
                .run();
        assertThat(cats()).containsExactly("1 null", "2 null");
    }

    @Test
    void undoesWhatCopyDoubled() throws Exception {
        Path file = write(
                "cat.ndjson", "{\"id\":1,\"name\":\"a \\\\\"b\\\\\" \\\\\\\\ c\"}\n{\"id\":2,\"name\":\"\\\\n\"}\n");
        Restore.from(file).into(database).run();
        assertThat(cats()).containsExactly("1 a \"b\" \\ c", "2 \n");
    }

    @Test
    void namesCopyWhereNothingIsCertain() throws Exception {
        Path file = write("cat.ndjson", "{\"id\":1,\"name\":\"\\\\\\\\x00ff\"}\n");
        assertThatThrownBy(() -> Restore.from(file).into(database).run())
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("COPY");
    }

    @Test
    void keepsPairsOfBackslashesThatAreJson() throws Exception {
        Restore.from(write("cat.ndjson", "{\"id\":1,\"name\":\"\\\\\\\\server\\\\share\"}\n"))
                .into(database)
                .run();
        assertThat(cats()).containsExactly("1 \\\\server\\share");
    }
}
