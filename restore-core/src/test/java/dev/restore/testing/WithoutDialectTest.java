package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of the promises holds on databases that no dialect knows: the table of docs/databases.md, and that the plan says the rest. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WithoutDialectTest {

    private static final Pattern BAR = Pattern.compile("\\|");
    private static final String YES = "yes";
    private static final String REFUSED = "refused by the plan";

    @TempDir
    private Path temp;

    /** Tries one promise on a database with the library's tables, and says what became of it. */
    @FunctionalInterface
    private interface Promise {
        String tried(PlainDatabase database) throws Exception;
    }

    private Map<String, Promise> promises() {
        Map<String, Promise> promises = new LinkedHashMap<>();
        promises.put("replaces rows, all or nothing", this::replaces);
        promises.put("names the bad row", this::namesTheRow);
        promises.put("sets bad rows aside", this::setsAside);
        promises.put("references that lead forward", this::refersForward);
        promises.put("the next insert works", this::nextInsert);
        promises.put("every value as it was", this::values);
        promises.put("an id of 0", this::zero);
        promises.put("`onConflict(update)`", this::updates);
        promises.put("`resumable()`", this::resumes);
        promises.put("`into(connection)`", this::joins);
        promises.put("a deadline ends a wait", this::endsAWait);
        return promises;
    }

    @ParameterizedTest
    @EnumSource
    void keepsOrRefusesAsTheDocumentSays(PlainDatabase.Kind kind) throws Exception {
        List<String> results = new ArrayList<>();
        try (PlainDatabase database = kind.create(temp)) {
            for (Promise promise : promises().values()) {
                create(database);
                results.add(promise.tried(database));
                database.reset("kinds", "book", "author");
            }
        }
        assertThat(documented()).containsEntry(kind.label(), results);
    }

    /** Returns what the table of docs/databases.md says of each database, by its name. */
    private Map<String, List<String>> documented() throws IOException {
        List<List<String>> lines = Files.readAllLines(Path.of("docs/databases.md")).stream()
                .dropWhile(line -> !line.equals("## Databases without a dialect"))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> BAR.splitAsStream(line).skip(1).map(String::strip).toList())
                .toList();
        assertThat(lines.stream().skip(2).map(line -> line.get(0)))
                .containsExactlyElementsOf(promises().keySet());
        Map<String, List<String>> databases = new LinkedHashMap<>();
        for (int column = 1; column < lines.get(0).size(); column++) {
            int place = column;
            databases.put(
                    lines.get(0).get(column),
                    lines.stream().skip(2).map(line -> line.get(place)).toList());
        }
        return databases;
    }

    private void create(PlainDatabase database) throws SQLException {
        database.execute(
                "create table author (id ${identity}, name varchar(100) not null, boss bigint,"
                        + " foreign key (boss) references author (id))",
                "create table book (id ${identity}, author_id bigint not null, title varchar(100) not null unique,"
                        + " pages integer check (pages > 0), foreign key (author_id) references author (id))");
    }

    private void fill(PlainDatabase database) throws SQLException {
        database.execute(
                "insert into author (id, name) values (1, 'old boss')",
                "insert into author (id, name, boss) values (2, 'old', 1)",
                "insert into book (id, author_id, title, pages) values (1, 2, 'old book', 3)");
    }

    private static TestBackup library() {
        return new TestBackup()
                .table(
                        "author",
                        "{'id':7,'name':'Bea','boss':null}",
                        "{'id':3,'name':'Ann','boss':7}",
                        "{'id':9,'name':'Cy','boss':3}")
                .table(
                        "book",
                        "{'id':20,'author_id':9,'title':'Tides','pages':120}",
                        "{'id':21,'author_id':3,'title':'Sand','pages':null}");
    }

    private static final List<String> AUTHORS = List.of("3|Ann|7", "7|Bea|∅", "9|Cy|3");
    private static final List<String> BOOKS = List.of("20|9|Tides|120", "21|3|Sand|∅");

    private static List<String> authors(PlainDatabase database) throws SQLException {
        return database.rows("select id, name, boss from author order by id");
    }

    private static List<String> books(PlainDatabase database) throws SQLException {
        return database.rows("select id, author_id, title, pages from book order by id");
    }

    private Restore restore(PlainDatabase database, TestBackup backup) throws IOException {
        return Restore.from(backup.directory(Files.createTempDirectory(temp, "backup")))
                .into(database.source());
    }

    private static TestBackup withABadRow() {
        return library()
                .table(
                        "book",
                        "{'id':20,'author_id':9,'title':'Tides','pages':120}",
                        "{'id':21,'author_id':3,'title':'Sand','pages':-5}",
                        "{'id':22,'author_id':3,'title':'Wind','pages':5}");
    }

    private String replaces(PlainDatabase database) throws Exception {
        fill(database);
        List<String> before = authors(database);
        Throwable failure =
                catchThrowable(() -> restore(database, withABadRow()).run());
        assertThat(failure).isInstanceOf(RestoreException.class);
        assertThat(((RestoreException) failure).committed()).isFalse();
        assertThat(authors(database)).isEqualTo(before);
        assertThat(books(database)).hasSize(1);
        for (int i = 0; i < 2; i++) {
            RestorePlan plan = restore(database, library()).plan();
            assertThat(plan.describe()).contains("No dialect knows this database");
            if (!plan.feasible()) {
                return REFUSED + " where rows refer to each other";
            }
            RestoreReport report = restore(database, library()).run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(authors(database)).isEqualTo(AUTHORS);
            assertThat(books(database)).isEqualTo(BOOKS);
        }
        return YES;
    }

    private String namesTheRow(PlainDatabase database) throws Exception {
        Throwable failure =
                catchThrowable(() -> restore(database, withABadRow()).run());
        assertThat(failure).isInstanceOf(LoadException.class);
        assertThat(((LoadException) failure).row().table()).isEqualToIgnoringCase("book");
        assertThat(((LoadException) failure).row().row()).isEqualTo(2);
        return YES;
    }

    private String setsAside(PlainDatabase database) throws Exception {
        Restore restore = restore(database, withABadRow()).onRowError(RowErrors.reject());
        if (!restore.plan().feasible()) {
            return REFUSED;
        }
        RestoreReport report = restore.run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(books(database)).containsExactly("20|9|Tides|120", "22|3|Wind|5");
        return YES;
    }

    private String refersForward(PlainDatabase database) throws Exception {
        TestBackup forward = new TestBackup()
                .table(
                        "author",
                        "{'id':3,'name':'Ann','boss':7}",
                        "{'id':7,'name':'Bea','boss':9}",
                        "{'id':9,'name':'Cy','boss':null}");
        Throwable refused = catchThrowable(() -> restore(database, forward).run());
        if (refused != null) {
            assertThat(refused).isInstanceOf(LoadException.class).hasMessageContaining("Row 1");
            assertThat(authors(database)).isEmpty();
            return "the row is refused";
        }
        assertThat(authors(database)).containsExactly("3|Ann|7", "7|Bea|9", "9|Cy|∅");
        TestBackup dangling =
                new TestBackup().table("author", "{'id':3,'name':'Ann','boss':7}", "{'id':7,'name':'Bea','boss':8}");
        Throwable failure = catchThrowable(() -> restore(database, dangling).run());
        assertThat(failure).isInstanceOf(RestoreException.class).hasMessageContaining("missing row");
        assertThat(authors(database)).hasSize(3);
        return YES;
    }

    private String nextInsert(PlainDatabase database) throws Exception {
        RestoreReport report = restore(database, library()).run();
        boolean warned = report.warnings().stream().anyMatch(warning -> warning.contains("next insert"));
        if (warned) {
            return "a warning";
        }
        database.execute(
                "insert into author (name) values ('next')", "insert into book (author_id, title) values (3, 'next')");
        assertThat(database.rows("select id from author where name = 'next' and id > 9"))
                .hasSize(1);
        assertThat(database.rows("select id from book where title = 'next' and id > 21"))
                .hasSize(1);
        return YES;
    }

    private String values(PlainDatabase database) throws Exception {
        database.execute(
                "create table kinds (id bigint primary key, day date, moment ${timestamp}, clock time,"
                        + " amount decimal(18, 4), weight double precision, ok boolean, raw ${binary}, note varchar(100), few smallint)");
        TestBackup kinds = new TestBackup()
                .table(
                        "kinds",
                        "{'id':1,'day':'2024-02-29','moment':'2024-03-31T02:30:15.123456','clock':'23:59:58',"
                                + "'amount':12.3400,'weight':0.1,'ok':true,'raw':'AAEC/w==','note':'Zoë 🦉 \\\\ ' ,'few':-7}",
                        "{'id':2,'day':'1900-02-28','moment':'1900-01-01T00:00:00','clock':'00:00:00','amount':-0.0001,"
                                + "'weight':-1e-7,'ok':false,'raw':'//79','note':'','few':0}",
                        "{'id':3,'day':null,'moment':null,'clock':null,'amount':null,'weight':null,'ok':null,'raw':null,"
                                + "'note':null,'few':null}",
                        "{'id':4,'day':null,'moment':'2024-03-31T02:30','clock':null,'amount':1,'weight':1,'ok':null,"
                                + "'raw':null,'note':null,'few':1}");
        RestoreReport report = restore(database, kinds).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings()).noneMatch(warning -> warning.contains("ot compared"));
        assertThat(database.rows("select amount, few from kinds where id = 1")).hasSize(1);
        return YES;
    }

    private String zero(PlainDatabase database) throws Exception {
        TestBackup zero = new TestBackup().table("author", "{'id':0,'name':'Zero','boss':null}");
        Throwable failure = catchThrowable(() -> restore(database, zero).run());
        if (failure != null) {
            assertThat(failure).isInstanceOf(LoadException.class).hasMessageContaining("0");
            assertThat(authors(database)).isEmpty();
            return "the row is refused";
        }
        assertThat(authors(database)).containsExactly("0|Zero|∅");
        return YES;
    }

    private String updates(PlainDatabase database) throws Exception {
        fill(database);
        TestBackup changes = new TestBackup()
                .table(
                        "author",
                        "{'id':1,'name':'old boss','boss':null}",
                        "{'id':2,'name':'renamed','boss':5}",
                        "{'id':5,'name':'new','boss':null}");
        Restore restore = restore(database, changes).mode(Mode.APPEND).onConflict(ConflictPolicy.update());
        List<String> before = authors(database);
        RestoreReport report;
        try {
            report = restore.run();
        } catch (LoadException e) {
            assertThat(e.row().row()).isEqualTo(2);
            assertThat(authors(database)).isEqualTo(before);
            return "a row that others refer to is refused";
        }
        TableReport table = report.tables().get(0);
        assertThat(List.of(table.inserted(), table.updated(), table.unchanged()))
                .containsExactly(1L, 1L, 1L);
        assertThat(authors(database)).containsExactly("1|old boss|∅", "2|renamed|5", "5|new|∅");
        return YES;
    }

    private String resumes(PlainDatabase database) throws Exception {
        RestoreReport report = restore(database, library()).resumable().run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(authors(database)).isEqualTo(AUTHORS);
        assertThat(database.hasTable("restore_checkpoint")).isFalse();
        return YES;
    }

    private String joins(PlainDatabase database) throws Exception {
        fill(database);
        List<String> before = authors(database);
        try (Connection connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            Path backup = library().directory(Files.createTempDirectory(temp, "backup"));
            try {
                Restore.from(backup).into(connection).run();
            } catch (PlanException e) {
                return REFUSED;
            }
            connection.rollback();
        }
        assertThat(authors(database)).isEqualTo(before);
        return YES;
    }

    private String endsAWait(PlainDatabase database) throws Exception {
        fill(database);
        List<String> before = authors(database);
        try (Connection other = database.source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update author set name = 'held' where id = 1");
            RestoreJob job = restore(database, library())
                    .deadline(Duration.ofMillis(500))
                    .start();
            String result = YES;
            Throwable failure = catchThrowable(() -> job.await(Duration.ofSeconds(4)));
            if (failure instanceof TimeoutException) {
                other.rollback();
                result = "when the wait is over";
                failure = catchThrowable(job::await);
            }
            other.rollback();
            assertThat(authors(database)).isEqualTo(before);
            assertThat(failure).isInstanceOf(RestoreException.class);
            return result;
        }
    }
}
