package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.BackupFormat;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import dev.restore.testing.DatabaseCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables as Django creates them on SQLite get what Django's loaddata stores there. */
class SqliteDjangoTest extends DatabaseCase {

    private static final String UUID = "AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeee10";
    private static final String DIGITS = "'aaaaaaaabbbb4ccc8dddeeeeeeeeee10'";

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    private void createVisits() throws SQLException {
        db().execute(
                        "create table \"zoo_visit\" (\"id\" char(32) NOT NULL PRIMARY KEY, \"at\" datetime NULL, "
                                + "\"day\" date NULL, \"clock\" time NULL, \"took\" bigint NULL, \"fee\" decimal NULL, "
                                + "\"ok\" bool NULL, \"scan\" BLOB NULL, \"note\" varchar(40) NULL, "
                                + "\"meta\" text NULL CHECK ((JSON_VALID(\"meta\") OR \"meta\" IS NULL)), "
                                + "\"next_id\" char(32) NULL REFERENCES \"zoo_visit\" (\"id\") DEFERRABLE INITIALLY DEFERRED)",
                        "create table \"zoo_visit_friends\" (\"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "
                                + "\"from_visit_id\" char(32) NOT NULL REFERENCES \"zoo_visit\" (\"id\"), "
                                + "\"to_visit_id\" char(32) NOT NULL REFERENCES \"zoo_visit\" (\"id\"))");
    }

    private Restore dump(String... fields) throws Exception {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            json.append("{\"model\": \"zoo.visit\", \"pk\": \"")
                    .append(UUID, 0, UUID.length() - 2)
                    .append(10 + i)
                    .append("\", \"fields\": {")
                    .append(fields[i].replace('\'', '"'))
                    .append("}}\n");
        }
        return restore(Files.writeString(Files.createTempFile(temp(), "dump", ".jsonl"), json));
    }

    private List<String> stored(String column) throws SQLException {
        return db().rows("select quote(" + column + ") from zoo_visit order by id");
    }

    private static void complete(Restore restore) {
        RestoreReport report = restore.verify(Verify.CONTENT).run();
        assertThat(report.outcome()).as(report.text()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void storesEachValueAsDjangoDoes() throws Exception {
        createVisits();
        complete(dump("'at':'2024-03-31T00:30:00.123Z','day':'1999-01-01','clock':'23:59:59.999',"
                + "'took':'1 00:00:03.000005','fee':'-0.5000','ok':true,'scan':'AP8Q','note':'" + UUID
                + "','meta':{'a':[1,null,'ä']},'next':'" + UUID + "','friends':['" + UUID + "']"));
        assertThat(stored("id")).containsExactly(DIGITS);
        assertThat(stored("at")).containsExactly("'2024-03-31 00:30:00.123000'");
        assertThat(stored("day")).containsExactly("'1999-01-01'");
        assertThat(stored("clock")).containsExactly("'23:59:59.999000'");
        assertThat(stored("took")).containsExactly("86403000005");
        assertThat(stored("fee")).containsExactly("-0.5");
        assertThat(stored("ok")).containsExactly("1");
        assertThat(stored("scan")).containsExactly("X'00FF10'");
        assertThat(stored("note")).containsExactly("'" + UUID + "'");
        assertThat(stored("meta")).containsExactly("'{\"a\": [1, null, \"\\u00e4\"]}'");
        assertThat(stored("next_id")).containsExactly(DIGITS);
        assertThat(db().rows("select quote(from_visit_id), quote(to_visit_id) from zoo_visit_friends"))
                .containsExactly(DIGITS + "|" + DIGITS);
    }

    /** Durations are texts in the dump and numbers in the database; what is kept as a text that is not a value is named. */
    @Test
    void warnsOfTextsOnlyWhereTheyStayTexts() throws Exception {
        createVisits();
        assertThat(dump("'took':'1 00:00:03.000005'", "'took':'00:00:01'").run().warnings())
                .isEmpty();
        assertThat(dump("'took':'1 00:00:03'").strictTypes().run().warnings()).isEmpty();
        assertThat(dump("'took':'00:00:01','scan':'AP8Q'", "'took':'P1M','scan':'no base64','ok':'t'")
                        .run()
                        .warnings())
                .containsExactlyInAnyOrder(
                        "1 text in column zoo_visit.took (bigint) are not numbers and are kept as texts.",
                        "1 text in column zoo_visit.scan (BLOB) are not bytes and are kept as texts.",
                        "1 text in column zoo_visit.ok (bool) are not booleans and are kept as texts.");
    }

    @Test
    void storesJsonOfEachKindAsText() throws Exception {
        createVisits();
        complete(dump(
                "'meta':'plain'",
                "'meta':'[1, 2]'",
                "'meta':'null'",
                "'meta':123",
                "'meta':1.50",
                "'meta':false",
                "'meta':null",
                "'meta':''",
                "'meta':[]"));
        assertThat(stored("meta"))
                .containsExactly(
                        "'\"plain\"'",
                        "'\"[1, 2]\"'",
                        "'\"null\"'",
                        "'123'",
                        "'1.5'",
                        "'false'",
                        "NULL",
                        "'\"\"'",
                        "'[]'");
    }

    @Test
    void storesTheStreamsOfWagtailAsWagtailDoes() throws Exception {
        createVisits();
        db().execute("create table wagtailcore_page (id integer primary key)");
        complete(dump("'meta':'[{\\'type\\': \\'p\\',\\'value\\':\\'\\\\u00e4\\'}]'", "'meta':'[]'", "'meta':'[1]'"));
        assertThat(stored("meta"))
                .containsExactly("'[{\"type\": \"p\", \"value\": \"\\u00e4\"}]'", "'[]'", "'\"[1]\"'");
    }

    /** Django has no base64 that is hexadecimal by chance. */
    @Test
    void takesBytesForBase64Only() throws Exception {
        createVisits();
        complete(dump("'scan':'deadbeef'", "'scan':''", "'scan':'3q2+7w=='"));
        assertThat(stored("scan")).containsExactly("X'75E69D6DE79F'", "X''", "X'DEADBEEF'");
    }

    @Test
    void leavesWhatDjangoWouldNotHaveWritten() throws Exception {
        createVisits();
        complete(dump("'at':'yesterday','clock':'noon','took':5,'scan':'no base64!'"));
        assertThat(stored("at")).containsExactly("'yesterday'");
        assertThat(stored("clock")).containsExactly("'noon'");
        assertThat(stored("took")).containsExactly("5");
        assertThat(stored("scan")).containsExactly("'no base64!'");
    }

    @Test
    void loadsRejectedRowsAgain() throws Exception {
        createVisits();
        Path rejects = temp().resolve("rejects");
        String values = "'at':'2024-03-31T00:30:00Z','took':'00:00:01','scan':'deadbeef','meta':'[1]'";
        db().execute("create unique index notes on zoo_visit (note)");
        RestoreReport report = dump("'note':'same'", "'note':'same'," + values)
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects)
                .run();
        assertThat(report.totals().rejected()).isEqualTo(1);
        db().execute("delete from zoo_visit");
        complete(restore(rejects).mode(Mode.APPEND));
        assertThat(stored("id")).containsExactly(DIGITS.replace("10'", "11'"));
        assertThat(stored("at")).containsExactly("'2024-03-31 00:30:00'");
        assertThat(stored("took")).containsExactly("1000000");
        assertThat(stored("scan")).containsExactly("X'75E69D6DE79F'");
        assertThat(stored("meta")).containsExactly("'\"[1]\"'");
    }

    @Test
    void writesADumpThatComesBack() throws Exception {
        createVisits();
        complete(dump(
                "'meta':'plain','at':'2024-03-31T00:30:00.5Z'",
                "'meta':{'a':[1,'ä']},'scan':'AP8Q'",
                "'meta':12.50,'clock':'01:02:03'",
                "'meta':null,'took':'00:00:01'",
                "'meta':true"));
        List<String> before = db().rows("select * from zoo_visit order by id");
        List<String> meta = stored("meta");
        Path dump = temp().resolve("written.json");
        Backup.of(db().dataSource()).format(BackupFormat.DJANGO).write(dump);
        assertThat(Files.readString(dump)).containsPattern("\"meta\":\"plain\"").containsPattern("\"meta\":\\{\"a\":");
        complete(restore(dump));
        assertThat(db().rows("select * from zoo_visit order by id")).isEqualTo(before);
        assertThat(stored("meta")).isEqualTo(meta);
    }
}
