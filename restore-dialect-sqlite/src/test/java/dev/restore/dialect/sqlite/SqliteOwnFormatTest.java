package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.Outcome;
import dev.restore.plan.Verify;
import dev.restore.testing.DatabaseCase;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What SQLite alone keeps comes back as it was, or is named. */
class SqliteOwnFormatTest extends DatabaseCase {

    private static final String VALUES =
            "(1, 7), (2, 1.5), (3, '7'), (4, x'00ff'), (5, 9e999), (6, cast(x'ff41' as text)),"
                    + " (7, null), (8, 'Infinity'), (9, 'a' || char(0))";

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    private void comesBack(String table, String... creation) throws Exception {
        String shown = "select typeof(v), hex(v), quote(v) from " + table + " order by 1, 2";
        List<String> before = db().rows(shown);
        Path backup = temp().resolve("backup-" + table);
        Backup.of(db().dataSource()).only(table).write(backup);
        assertThat(Backup.verify(backup).against(db().dataSource()).run().agrees())
                .isTrue();
        assertThat(Backup.drill(backup).in(temp()).run().tables())
                .allSatisfy(drilled -> assertThat(drilled.different()).isZero());
        db().execute("drop table " + table);
        db().execute(creation);
        assertThat(restore(backup).verify(Verify.CONTENT).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows(shown)).isEqualTo(before);
    }

    @Test
    void tablesThatAreStrict() throws Exception {
        String creation = "create table t (id integer primary key, v any) strict";
        db().execute(creation, "insert into t values " + VALUES);
        comesBack("t", creation);
    }

    @Test
    void tablesWithoutRowid() throws Exception {
        String creation =
                "create table t (id text primary key, v blob, twice generated always as (id || id)) without rowid";
        db().execute(creation, "insert into t (id, v) values " + VALUES);
        comesBack("t", creation);
    }

    @Test
    void tablesWithTypesThatMeanNothing() throws Exception {
        String creation = "create table t (id integer primary key, v date)";
        db().execute(creation, "insert into t values " + VALUES);
        comesBack("t", creation);
    }

    /** SQLite allows it for all primary keys but an integer one. */
    @Test
    void nullsInAPrimaryKey() throws Exception {
        String creation = "create table t (v text primary key, n integer)";
        db().execute(creation, "insert into t values ('a', 1), (null, 2), (null, 3), ('b', 4)");
        comesBack("t", creation);
        assertThat(db().rows("select n from t where v is null order by n")).containsExactly("2", "3");
    }

    @Test
    void stillRefusesANullForWhichSqliteMakesUpANumber() throws Exception {
        db().execute("create table t (id integer primary key, v text)");
        TestBackup backup = new TestBackup().table("t", "{'id':1,'v':'a'}", "{'id':null,'v':'b'}");
        assertThatThrownBy(() -> restore(backup).run()).hasMessageContaining("part of a primary key");
    }

    @Test
    void namesVirtualTables() throws Exception {
        db().execute(
                        "create table t (id integer primary key)",
                        "create virtual table search using fts5 (body)",
                        "create virtual table place using rtree (id, x0, x1)");
        BackupReport report = Backup.of(db().dataSource()).write(temp().resolve("backup"));
        assertThat(report.leftOut()).containsExactlyInAnyOrder("virtual table search", "virtual table place");
        assertThat(report.tables()).hasSize(1);
    }

    /** What cannot be kept is said before anything is emptied, and nothing stands under the name of the backup. */
    @Test
    void theWayBackIsRefusedBeforeAnythingIsEmptied() throws Exception {
        db().execute(
                        "pragma encoding = 'UTF-16le'",
                        "create table t (id integer primary key, v text)",
                        "insert into t values (1, 'a'), (2, cast(x'00d8' as text))");
        TestBackup backup = new TestBackup().table("t", "{'id':5,'v':'new'}");
        Path before = temp().resolve("before.tar.gz");
        assertThatThrownBy(() -> restore(backup).safetyBackup(before).run())
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("Table t, row 2")
                .hasMessageContaining("column v");
        assertThat(before).doesNotExist();
        assertThat(db().rows("select count(*) from t")).containsExactly("2");
    }

    @Test
    void theWayBackKeepsWhatIsNoText() throws Exception {
        String creation = "create table t (id integer primary key, v text)";
        db().execute(creation, "insert into t values " + VALUES);
        List<String> before = content();
        Path saved = temp().resolve("before.tar.gz");
        TestBackup backup = new TestBackup().table("t", "{'id':5,'v':'new'}");
        restore(backup).safetyBackup(saved).run();
        assertThat(content()).isNotEqualTo(before);
        Restore.from(saved).into(db().dataSource()).verify(Verify.CONTENT).run();
        assertThat(content()).isEqualTo(before);
    }

    private List<String> content() throws SQLException {
        return db().rows("select id, typeof(v), hex(v) from t order by id");
    }
}
