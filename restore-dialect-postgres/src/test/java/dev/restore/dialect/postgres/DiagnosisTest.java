package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.catalog.Table;
import dev.restore.dialect.Failure;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.load.CopyPosition;
import dev.restore.dialect.postgres.load.Diagnosis;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

    private static final String TABLE = "CREATE TABLE t(id int PRIMARY KEY, n int NOT NULL CHECK (n < 100), u text)";

    private static Failure failure(Target target, TestRows rows) throws SQLException {
        Savepoint before = target.connection.setSavepoint();
        SQLException thrown = catchThrowableOfType(SQLException.class, () -> target.load("t", "id,n,u", rows));
        target.connection.rollback(before);
        return target.session.failures().diagnose(thrown);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 19})
    void namesTheRowWhereverItIs(int bad) throws SQLException {
        try (Target target = Target.owned(TABLE)) {
            target.begin(target.replacing("t"));
            Object[] faults = {"x", null, 100, "9".repeat(30)};
            for (Object fault : faults) {
                TestRows rows = new TestRows(3);
                for (int i = 0; i < 20; i++) {
                    rows.row(i, i == bad ? fault : Integer.valueOf(i), "line\nbreak\\");
                }
                assertThat(failure(target, rows))
                        .isInstanceOfSatisfying(
                                Failure.Row.class,
                                row -> assertThat(row.index()).isEqualTo(bad));
            }
            // And the loader is still usable.
            assertThat(target.load("t", "id,n,u", new TestRows(3).row(1, 1, null)))
                    .isEqualTo(1);
        }
    }

    @Test
    void countsFromTheFirstRowOfTheCall() throws SQLException {
        try (Target target = Target.owned(TABLE)) {
            target.begin(target.replacing("t"));
            Table table = target.table("t");
            TestRows rows = new TestRows(3);
            for (int i = 0; i < 9; i++) {
                rows.row(i, i, i == 7 ? "\u0000" : i == 4 ? "4" : "u");
            }
            try (TableLoader loader = target.session.loader(new LoadTarget(table, table.columns()))) {
                SQLException thrown = catchThrowableOfType(SQLException.class, () -> loader.load(rows, 5, 9));
                assertThat(target.session.failures().diagnose(thrown)).isEqualTo(new Failure.Row(2, null));
            }
        }
    }

    @Test
    void namesTheColumn() throws SQLException {
        try (Target target = Target.owned(TABLE)) {
            target.begin(target.replacing("t"));
            TestRows good = new TestRows(3).row(1, 1, "a");
            assertThat(failure(target, good.row(2, "x", "b"))).isEqualTo(new Failure.Row(1, "n"));
            assertThat(failure(target, new TestRows(3).row(1, null, "a"))).isEqualTo(new Failure.Row(0, "n"));
            assertThat(failure(target, new TestRows(3).row(1, 1, "a").row(1, 1, "b")))
                    .isEqualTo(new Failure.Row(1, "id"));
        }
    }

    /** What reads a value of such a type has errors of its own, of no class for data. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "tsvector, a, 'a",
                "regclass, pg_class, nothing.at_all",
                "regtype, integer, int eger",
                "jsonpath, $.a, $."
            })
    void namesTheRowOfATextThatIsNotOfTheType(String type, String good, String bad) throws Exception {
        try (Target target = Target.owned("CREATE TABLE t(id int, n int, u " + type + ")")) {
            target.begin(target.replacing("t"));
            TestRows rows = new TestRows(3).row(1, 1, good).row(2, 2, bad).row(3, 3, good);
            assertThat(failure(target, rows)).isEqualTo(new Failure.Row(1, "u"));
            Table table = target.table("t");
            SQLException single;
            try (TableLoader inserts = target.session
                    .loader(new LoadTarget(table, table.columns()), Fallback.INSERT)
                    .orElseThrow()) {
                single = catchThrowableOfType(SQLException.class, () -> inserts.load(rows, 1, 2));
            }
            assertThat(target.session.failures().diagnose(single)).isInstanceOf(Failure.Row.class);
        }
    }

    @Test
    void namesTheRowThatATriggerRefuses() throws SQLException {
        try (Target target = Target.owned(
                TABLE,
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.n = 13 THEN"
                        + " RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no()")) {
            target.begin(target.replacing("t"));
            assertThat(failure(target, new TestRows(3).row(1, 1, "a").row(2, 13, "a")))
                    .isInstanceOfSatisfying(
                            Failure.Row.class, row -> assertThat(row.index()).isEqualTo(1));
        }
    }

    @Test
    void knowsOnlyThatSomeRowRefersToNothing() throws SQLException {
        try (Target target = Target.guest(
                "CREATE TABLE p(id int PRIMARY KEY)",
                "CREATE TABLE t(id int, n int REFERENCES p, u text)",
                "GRANT ALL ON p, t TO $guest")) {
            target.begin(target.replacing("p", "t"));
            assertThat(failure(target, new TestRows(3).row(1, 1, "a"))).isEqualTo(new Failure.SomeRow("n"));
        }
    }

    @Test
    void readsTheServersOtherLanguages() {
        Diagnosis diagnosis = new Diagnosis(null, CopyPosition.START);
        assertThat(diagnosis.of(new org.postgresql.util.PSQLException(new org.postgresql.util.ServerErrorMessage(
                        "SFEHLER\0C22P02\0Mungültig\0WCOPY t, Zeile 3, Spalte n: »x«\0"))))
                .isEqualTo(new Failure.Row(2, "n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void triesConflictsAgain(String state) {
        assertThat(new Diagnosis(null, CopyPosition.START).of(new SQLException("", state)))
                .isInstanceOf(Failure.Retryable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57014", "57P01", "53100", "25P03", "55P03", "42501", "42601"})
    void blamesNoRowForTheRest(String state) {
        assertThat(new Diagnosis(null, CopyPosition.START).of(new SQLException("", state)))
                .isInstanceOf(Failure.Fatal.class);
    }

    /** Also with a code that its author chose, and after the rows, where the server names no line. */
    @ParameterizedTest
    @ValueSource(strings = {"", " using errcode = 'DU001'"})
    void blamesTheRowThatATriggerRefuses(String code) throws Exception {
        try (Target target = Target.owned(
                "CREATE TABLE t(id int, n int, u text)",
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ begin if new.n = 1 then"
                        + " raise exception 'no'" + code + "; end if; return new; end $$",
                "CREATE TRIGGER refusing AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()")) {
            target.begin(target.replacing("t"));
            assertThat(failure(target, new TestRows(3).row(1, 1, "a"))).isEqualTo(new Failure.SomeRow(null));
        }
    }
}
