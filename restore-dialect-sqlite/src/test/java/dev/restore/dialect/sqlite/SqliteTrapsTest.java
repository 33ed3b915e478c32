package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import dev.restore.testing.DatabaseCase;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What SQLite would do to a restore that is not careful, and what Restore guarantees all the same. */
class SqliteTrapsTest extends DatabaseCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    /** PRAGMA foreign_keys is silently ignored in a transaction, and with auto-commit off one may be open. */
    @Test
    void restoresOnAConnectionThatComesWithoutAutoCommit() throws Exception {
        createLibrary();
        fillLibrary();
        TestDataSource source = () -> {
            Connection connection = db().dataSource().getConnection();
            connection.setAutoCommit(false);
            return connection;
        };
        Restore restore = restore(library()).into(source);
        restore.run();
        restore.batchRows(1).run();
        assertLibrary();
    }

    /** Another file under the same name has other tables, or the same ones otherwise. */
    @Test
    void seesThatTheFileWasMadeAgainBetweenRuns() throws Exception {
        Path file = temp().resolve("again.db");
        TestDataSource source = TestDataSource.of("jdbc:sqlite:" + file, new Properties());
        Restore restore =
                restore(new TestBackup().table("thing", "{'id':7,'v':'a'}")).into(source);
        createThing(source, "create table thing (id integer primary key, v text)");
        for (int run = 0; run < 3; run++) {
            restore.run();
        }
        Files.delete(file);
        createThing(source, "create table thing (more text default 'x', v text, id integer primary key)");
        restore.run();
        try (Connection connection = source.getConnection()) {
            assertThat(db().rows(connection, "select id, v, more from thing")).containsExactly("7|a|x");
        }
        Files.delete(file);
        createThing(source, "create table other (id integer primary key)");
        PlanException failure = catchThrowableOfType(PlanException.class, restore::run);
        assertThat(failure.problems())
                .singleElement()
                .extracting(Problem::subject)
                .isEqualTo("thing");
    }

    private static void createThing(TestDataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(table);
        }
    }

    /** Deferring foreign keys does not stop ON DELETE CASCADE and SET NULL. */
    @Test
    void emptyingATableChangesNoOther() throws Exception {
        db().execute(
                        "create table parent (id integer primary key)",
                        "create table cascading (id integer primary key, parent_id references parent (id) on delete cascade)",
                        "create table nulling (id integer primary key, parent_id references parent (id) on delete set null)",
                        "insert into parent values (1)",
                        "insert into cascading values (1, 1)",
                        "insert into nulling values (1, 1)");
        TestBackup backup = new TestBackup().table("parent", "{'id':1}");
        PlanException failure =
                failsWithoutTrace(PlanException.class, () -> restore(backup).run());
        assertThat(failure.problems())
                .hasSize(2)
                .extracting(Problem::kind)
                .containsOnly(Problem.Kind.OUTSIDE_REFERENCE);
        restore(new TestBackup()
                        .table("parent", "{'id':1}", "{'id':2}")
                        .table("cascading", "{'id':7,'parent_id':2}")
                        .table("nulling", "{'id':8,'parent_id':2}"))
                .run();
        assertThat(db().rows("select id, parent_id from cascading")).containsExactly("7|2");
        assertThat(db().rows("select id, parent_id from nulling")).containsExactly("8|2");
    }

    /** Enforcement is off by default in the driver: the caller's setting stays, and the rows are checked anyway. */
    @Test
    void foreignKeysAreCheckedWhereTheConnectionDoesNotEnforceThem() throws Exception {
        createLibrary();
        fillLibrary();
        String url = "jdbc:sqlite:"
                + db().rows("select file from pragma_database_list").get(0);
        try (Connection connection = TestDataSource.of(url, new Properties()).getConnection()) {
            assertThat(db().rows(connection, "pragma foreign_keys")).containsExactly("0");
        }
        TestBackup orphan = library().table("library_book", "{'id':1,'author_id':333,'title':'a'}");
        failsWithoutTrace(
                VerificationException.class,
                () -> restore(orphan)
                        .into(TestDataSource.of(url, new Properties()))
                        .run());
    }

    /** Switching enforcement on again checks nothing, and the check of the whole database finds old sins too. */
    @Test
    void oldOrphansElsewhereDoNotStopARestore() throws Exception {
        createLibrary();
        db().execute(
                        "create table mother (id integer primary key)",
                        "create table orphan (id integer primary key, mother_id references mother (id))");
        String url = "jdbc:sqlite:"
                + db().rows("select file from pragma_database_list").get(0);
        try (Connection connection = TestDataSource.of(url, new Properties()).getConnection()) {
            connection.createStatement().execute("insert into orphan values (1, 5)");
        }
        restore(library()).run();
        assertLibrary();
        assertThat(db().rows("select id, mother_id from orphan")).containsExactly("1|5");
    }

    /** A DELETE leaves the table's row in sqlite_sequence, and explicit ids move it. */
    @Test
    void numbersGoOnBehindTheRowsAndNeverBack() throws Exception {
        createLibrary();
        db().execute("insert into library_author (id, name) values (5000, 'old')");
        restore(library()).run();
        db().execute("insert into library_author (name) values ('next')");
        assertThat(db().rows("select id from library_author where name = 'next'"))
                .containsExactly("5001");
        TestBackup high =
                library().table("library_author", "{'id':9000,'name':'a'}").table("library_book");
        restore(high).run();
        db().execute("insert into library_author (name) values ('next')");
        assertThat(db().rows("select max(id) from library_author")).containsExactly("9001");
    }

    /** There is no table sqlite_sequence before the first AUTOINCREMENT. */
    @Test
    void restoresADatabaseWithoutSequences() throws Exception {
        db().execute("create table thing (id integer primary key, v text)", "insert into thing values (1, 'old')");
        restore(new TestBackup().table("thing", "{'id':41,'v':'new'}")).run();
        db().execute("insert into thing (v) values ('next')");
        assertThat(db().rows("select id, v from thing order by id")).containsExactly("41|new", "42|next");
    }

    /** A JDBC batch stops at a bad row, those before it stay, and there is no SQLSTATE. */
    @Test
    void rowsBeforeABadOneDoNotStay() throws Exception {
        createLibrary();
        TestBackup bad = library()
                .table(
                        "library_book",
                        "{'id':1,'author_id':3,'title':'a','pages':1}",
                        "{'id':2,'author_id':3,'title':'b','pages':-1}",
                        "{'id':3,'author_id':3,'title':'c','pages':1}");
        LoadException failure =
                failsWithoutTrace(LoadException.class, () -> restore(bad).run());
        assertThat(failure.row().row()).isEqualTo(2);
    }

    /** ON CONFLICT in the schema swallows and replaces rows without a word. */
    @Test
    void rowsThatTheSchemaSwallowsAreNoticed() throws Exception {
        db().execute(
                        "create table ignoring (id integer primary key, u text unique on conflict ignore)",
                        "create table replacing (id integer primary key, u text unique on conflict replace)");
        for (String table : new String[] {"ignoring", "replacing"}) {
            TestBackup backup =
                    new TestBackup().table(table, "{'id':1,'u':'a'}", "{'id':2,'u':'a'}", "{'id':3,'u':'b'}");
            failsWithoutTrace(
                    RestoreException.class,
                    () -> restore(backup.directory(temp().resolve(table))).run());
        }
    }

    @Test
    void aRowThatTheSchemaSwallowsIsNamed() throws Exception {
        db().execute("create table ignoring (id integer primary key, u text unique on conflict ignore)");
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> restore(new TestBackup().table("ignoring", "{'id':1,'u':'a'}", "{'id':2,'u':'a'}"))
                        .run());
        assertThat(failure.row().row()).isEqualTo(2);
    }

    /** An affinity turns what it can into something else. */
    @Test
    void valuesThatWouldNotReadBackEqualAreRefused() throws Exception {
        db().execute("create table thing (id integer primary key, n numeric, d date)");
        for (String field :
                new String[] {"'n':1234567890123456789012345678901", "'n':0.12345678901234567891", "'d':'007'"}) {
            failsWithoutTrace(
                    LoadException.class,
                    () -> restore(new TestBackup().table("thing", "{'id':1," + field + "}"))
                            .run());
        }
    }

    /** A column's type is only a hint, and a file written elsewhere may hold dates as texts or as numbers. */
    @Test
    void otherValuesStayWhatTheyAre() throws Exception {
        db().execute("create table thing (id integer primary key, t timestamp, d date, i integer, b blob)");
        restore(new TestBackup()
                        .table(
                                "thing",
                                "{'id':1,'t':'2024-02-30T10:00:00+02:00','d':1734604245123,'i':'twelve','b':'3q2+7w=='}",
                                "{'id':2,'t':1734604245,'d':'2024-01-02','i':1.5,'b':'not base64'}"))
                .run();
        assertThat(db().rows("select typeof(t) || ' ' || t, typeof(d) || ' ' || d, typeof(i) || ' ' || i, "
                        + "typeof(b) || ' ' || hex(b) from thing order by id"))
                .containsExactly(
                        "text 2024-02-30T10:00:00+02:00|integer 1734604245123|text twelve|blob DEADBEEF",
                        "integer 1734604245|text 2024-01-02|real 1.5|text 6E6F7420626173653634");
    }

    @Test
    void textsOfAnotherKindAreCountedAndNamed() throws Exception {
        db().execute("create table thing (id integer primary key, i integer, r real, n decimal(9, 2), b boolean, "
                + "d datetime, t time, v blob, s text)");
        TestBackup backup = new TestBackup()
                .table(
                        "thing",
                        "{'id':1,'i':'twelve','r':'?','n':'1,5','b':'maybe','d':'03/04/2021','t':'noon','v':'a word','s':'x'}",
                        "{'id':2,'i':'','r':1.5,'n':'2.50','b':'true','d':'2021-04-03','t':'12:00','v':null,'s':'y'}",
                        "{'id':3,'i':12,'r':'-Infinity','n':2,'b':1,'d':1620284889,'t':null,'v':'abcd','s':7}");
        List<String> said = List.of(
                "2 texts in column thing.i (INTEGER) are not numbers and are kept as texts.",
                "1 text in column thing.r (REAL) are not numbers and are kept as texts.",
                "1 text in column thing.n (DECIMAL(9, 2)) are not numbers and are kept as texts.",
                "2 texts in column thing.b (BOOLEAN) are not booleans and are kept as texts.",
                "1 text in column thing.d (DATETIME) are not dates or times and are kept as texts.",
                "1 text in column thing.t (TIME) are not times and are kept as texts.");
        Path directory = backup.directory(temp().resolve("kinds"));
        db().execute("alter table thing drop column v", "alter table thing add column v text");
        assertThat(restore(directory).plan().notes())
                .map(note -> note.toLowerCase(Locale.ROOT))
                .containsExactlyElementsOf(
                        said.stream().map(s -> s.toLowerCase(Locale.ROOT)).toList());
        assertThat(restore(directory).run().warnings()).hasSize(said.size());
        assertThatThrownBy(() -> restore(directory).strictTypes().run()).isInstanceOf(LoadException.class);
        RestoreReport strict =
                restore(directory).strictTypes().onRowError(RowErrors.reject()).run();
        assertThat(strict.rejects()).extracting(RowError::row).containsExactly(1L, 2L);
    }

    @Test
    void numbersOfExtendedJsonThatAreNoneAreCounted() throws Exception {
        db().execute("create table thing (id integer primary key, n real)");
        TestBackup backup = new TestBackup()
                .table("thing", "{'id':1,'n':{'$numberDouble':'NaN'}}", "{'id':2,'n':{'$numberDouble':'1.5'}}");
        assertThat(restore(backup).run().warnings())
                .containsExactly("1 text in column thing.n (REAL) are not numbers and are kept as texts.");
    }

    /** A boolean in a column for JSON is the word, which JSON functions take for one, and not a number. */
    @Test
    void jsonBooleansStayBooleans() throws Exception {
        db().execute("create table thing (id integer primary key, j json)");
        restore(new TestBackup().table("thing", "{'id':1,'j':true}", "{'id':2,'j':false}", "{'id':3,'j':1}"))
                .verify(Verify.CONTENT)
                .run();
        assertThat(db().rows("select json_type(j) from thing order by id")).containsExactly("true", "false", "integer");
    }

    /** What a database held is what it gets back: some have t and f for booleans. */
    @Test
    void wordsForBooleansComeBackFromOurOwnBackupWithoutAWarning() throws Exception {
        db().execute(
                        "create table thing (id integer primary key, b boolean)",
                        "insert into thing values (1, 't'), (2, 0)");
        Path backup = temp().resolve("own.tar");
        Backup.of(db().dataSource()).write(backup);
        assertThat(restore(backup).run().warnings()).isEmpty();
        assertThat(db().rows("select quote(b) from thing order by id")).containsExactly("'t'", "0");
    }

    @Test
    void textsOfAnotherKindAreCountedBehindTheFirstRows() throws Exception {
        db().execute("create table thing (id integer primary key, i integer, s text)");
        String[] rows = new String[60_000];
        for (int i = 0; i < rows.length; i++) {
            String value = i >= rows.length - 3 ? "'late'" : String.valueOf(i);
            rows[i] = "{'id':" + i + ",'i':" + value + ",'s':'" + "filler ".repeat(60) + "'}";
        }
        RestoreReport report = restore(new TestBackup().table("thing", rows)).run();
        assertThat(report.warnings()).singleElement().asString().startsWith("3 texts in column thing.i (");
    }

    @Test
    void textsInAColumnForBytesStayTextsWhereNoneIsMeantForBytes() throws Exception {
        db().execute("create table thing (id integer primary key, b blob)");
        RestoreReport report = restore(new TestBackup().table("thing", "{'id':1,'b':'a word'}", "{'id':2,'b':'hello'}"))
                .run();
        assertThat(db().rows("select typeof(b) || ' ' || b from thing order by id"))
                .containsExactly("text a word", "text hello");
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("2 texts in column thing.b (BLOB) are not bytes");
        assertThatThrownBy(
                        () -> freshly(new TestBackup().table("thing", "{'id':1,'b':'a word'}", "{'id':2,'b':'abcd'}"))
                                .run())
                .isInstanceOf(PlanException.class);
    }

    /** INT PRIMARY KEY is not an alias of the rowid and takes NULL. */
    @Test
    void aTableWithoutRowidAndOneWithoutKeyAreRestored() throws Exception {
        db().execute(
                        "create table keyed (k text primary key, v text) without rowid",
                        "create table bare (v text)",
                        "create table strict_one (id integer primary key, v text) strict");
        TestBackup backup = new TestBackup()
                .table("keyed", "{'k':'a','v':'b'}")
                .table("bare", "{'v':'same'}", "{'v':'same'}")
                .table("strict_one", "{'id':1,'v':'x'}");
        restore(backup).run();
        restore(backup).run();
        assertThat(db().rows("select v from bare")).containsExactly("same", "same");
        assertThat(db().rows("select k, v from keyed")).containsExactly("a|b");
        assertThat(db().rows("select id, v from strict_one")).containsExactly("1|x");
    }

    private static long synchronous(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA synchronous")) {
            return row.getLong(1);
        }
    }

    /** What quick gives up is given up for the run only, and only on a connection that was taken for it. */
    @Test
    void waitsForTheDiskAgainAfterAQuickRun() throws Exception {
        createLibrary();
        try (Connection only = db().dataSource().getConnection()) {
            try (Statement statement = only.createStatement()) {
                statement.execute("PRAGMA synchronous = EXTRA");
            }
            List<Long> during = new ArrayList<>();
            Restore quick = restore(library()).into(lent(only)).quick().listener(event -> {
                if (event instanceof RestoreEvent.Cleared || event instanceof RestoreEvent.Verified) {
                    during.add(unchecked(only));
                }
            });
            quick.run();
            assertThat(during).containsExactly(0L, 0L);
            assertThat(synchronous(only)).isEqualTo(3);
            assertLibrary();

            Restore failing = quick.listener(event -> {
                if (event instanceof RestoreEvent.Verified) {
                    throw new IllegalStateException("enough");
                }
            });
            assertThatThrownBy(failing::run).isInstanceOf(IllegalStateException.class);
            assertThat(during).containsExactly(0L, 0L, 0L, 0L);
            assertThat(synchronous(only)).isEqualTo(3);
            assertLibrary();
        }
    }

    @Test
    void aQuickRunLeavesTheDurabilityOfTheCallersTransactionAlone() throws Exception {
        createLibrary();
        try (Connection connection = db().dataSource().getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous = EXTRA");
            }
            connection.setAutoCommit(false);
            List<Long> during = new ArrayList<>();
            restore(library())
                    .into(connection)
                    .quick()
                    .listener(event -> {
                        if (event instanceof RestoreEvent.Verified) {
                            during.add(unchecked(connection));
                        }
                    })
                    .run();
            connection.commit();
            assertThat(during).containsExactly(3L);
        }
        assertLibrary();
    }

    @Test
    void aQuickRunChecksForeignKeysAndCounts() throws Exception {
        createLibrary();
        fillLibrary();
        db().execute("create table one (id integer primary key)", "create table two (id integer references one (id))");
        failsWithoutTrace(
                VerificationException.class,
                () -> restore(new TestBackup().table("one", "{'id':1}").table("two", "{'id':2}"))
                        .quick()
                        .run());
    }

    /** SQLite checks them at the commit and does not say whose fault it is, and it has no SET CONSTRAINTS. */
    @Test
    void aResumableRunRejectsRowsThatBreakADeferredKey() throws Exception {
        db().execute(
                        "create table one (id integer, code text collate nocase, primary key (id), unique (id, code))",
                        "create table two (id integer primary key, one_id text references one (id)"
                                + " deferrable initially deferred)",
                        "create table three (a integer, b text, c integer references two (id), foreign key (a, b)"
                                + " references one (id, code) deferrable initially deferred) strict");
        TestBackup backup = new TestBackup()
                .table("one", "{'id':1,'code':'x'}", "{'id':2,'code':'Y'}")
                .table(
                        "two",
                        "{'id':1,'one_id':1}",
                        "{'id':2,'one_id':'3'}",
                        "{'id':3,'one_id':null}",
                        "{'id':4,'one_id':'02'}")
                .table(
                        "three",
                        "{'a':2,'b':'y','c':1}",
                        "{'a':1,'b':'y','c':1}",
                        "{'a':5,'b':null,'c':1}",
                        "{'a':1,'b':'X','c':2}");
        for (int batchRows : new int[] {1, 100}) {
            try (Connection connection = db().dataSource().getConnection()) {
                RestoreReport report = restore(backup)
                        .into(lent(connection))
                        .resumable()
                        .batchRows(batchRows)
                        .onRowError(RowErrors.reject())
                        .run();
                assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
                assertThat(report.rejects())
                        .extracting(RowError::table, RowError::row)
                        .containsExactlyInAnyOrder(tuple("two", 2L), tuple("three", 2L), tuple("three", 4L));
                assertThat(report.rejects().toString())
                        .contains("two(one_id) -> one(id)")
                        .contains("three(a, b)");
                assertThat(db().rows(connection, "select name from temp.sqlite_schema"))
                        .isEmpty();
            }
            assertThat(db().rows("select id, one_id from two order by id")).containsExactly("1|1", "3|∅", "4|02");
            assertThat(db().rows("select a, b, c from three order by a")).containsExactly("2|y|1", "5|∅|1");
        }
    }

    /** A row that is there and is given a parent that is not. */
    @Test
    void aResumableRunRejectsAnUpdateThatBreaksADeferredKey() throws Exception {
        db().execute(
                        "create table one (id integer primary key)",
                        "create table two (id integer primary key, one_id integer references one (id)"
                                + " deferrable initially deferred)",
                        "insert into one values (1)",
                        "insert into two values (1, 1), (2, 1)");
        try (Connection connection = db().dataSource().getConnection()) {
            RestoreReport report = restore(
                            new TestBackup().table("two", "{'id':1,'one_id':7}", "{'id':2,'one_id':null}"))
                    .into(lent(connection))
                    .mode(Mode.APPEND)
                    .onConflict(ConflictPolicy.update())
                    .resumable()
                    .onRowError(RowErrors.reject())
                    .run();
            assertThat(report.totals().rejected()).isEqualTo(1);
            assertThat(db().rows(connection, "select name from temp.sqlite_schema"))
                    .isEmpty();
        }
        assertThat(db().rows("select id, one_id from two order by id")).containsExactly("1|1", "2|∅");
    }

    private static long unchecked(Connection connection) {
        try {
            return synchronous(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A source of one connection that is given back by closing it, and stays open. */
    private static TestDataSource lent(Connection only) {
        return () -> (Connection) Proxy.newProxyInstance(
                SqliteTrapsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(only, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
