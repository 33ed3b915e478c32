package dev.restore.dialect.sqlite;

import static dev.restore.testing.CellRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session says about a database, and how it begins and ends. */
class SqliteSessionTest extends SqliteSessionCase {

    @Test
    void readsTheCatalog() throws SQLException {
        sql(
                "CREATE TABLE auto(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT DEFAULT 'AUTOINCREMENT' UNIQUE)",
                "CREATE TABLE alias(id INTEGER PRIMARY KEY /* AUTOINCREMENT */, v TEXT NOT NULL)",
                "CREATE TABLE not_alias(id INT PRIMARY KEY, v)",
                "CREATE TABLE gen(id INTEGER PRIMARY KEY, a INT, s INT AS (a * 2) STORED, w INT AS (a + 1))",
                "CREATE TABLE child(a INT, b INT, x INT REFERENCES ALIAS ON DELETE CASCADE,"
                        + " FOREIGN KEY (a, b) REFERENCES pair(y, z))",
                "CREATE TABLE pair(y INT, z INT, PRIMARY KEY (y, z)) WITHOUT ROWID",
                "CREATE VIRTUAL TABLE fts USING fts5(body)",
                "CREATE VIEW v AS SELECT 1",
                "CREATE TRIGGER \"before delete\" AFTER INSERT ON alias BEGIN DELETE FROM auto; END",
                "CREATE TEMP TRIGGER td BEFORE DELETE ON main.alias BEGIN SELECT 1; END");
        Scope scope = scope("auto", "alias", "not_alias", "gen", "child", "pair");
        List<Table> tables = scope.loaded();
        assertThat(tables.get(0).columns().get(0).generation()).isEqualTo(Generation.IDENTITY_BY_DEFAULT);
        assertThat(tables.get(0).keys().get(1).columns()).containsExactly("v");
        assertThat(tables.get(1).columns().get(0).hasDefault()).isTrue();
        assertThat(tables.get(1).columns().get(0).numbered()).isFalse();
        assertThat(tables.get(1).columns().get(1).required()).isTrue();
        assertThat(tables.get(1).triggers())
                .containsExactlyInAnyOrder(
                        new Trigger(
                                Trigger.Kind.TRIGGER,
                                "before delete",
                                Set.of(Trigger.Event.INSERT),
                                Set.of(tables.get(0).name()),
                                Set.of()),
                        Trigger.on("td", Trigger.Event.DELETE));
        assertThat(tables.get(2).columns().get(0).required()).isTrue();
        assertThat(tables.get(2).columns().get(1).type().family()).isEqualTo(TypeFamily.ANY);
        assertThat(tables.get(3).columns())
                .extracting("generation")
                .containsExactly(Generation.NONE, Generation.NONE, Generation.COMPUTED, Generation.COMPUTED);
        assertThat(tables.get(4).foreignKeys())
                .hasSize(2)
                .anySatisfy(key -> {
                    assertThat(key.columns()).containsExactly("a", "b");
                    assertThat(key.referencedColumns()).containsExactly("y", "z");
                })
                .anySatisfy(key -> {
                    assertThat(key.referencedTable()).isEqualTo(new TableName(null, "alias"));
                    assertThat(key.referencedColumns()).containsExactly("id");
                    assertThat(key.onDelete()).isEqualTo(Action.CASCADE);
                });
        assertThat(scope.catalog()
                        .table(new TableName(null, "fts"))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Table.Kind.VIRTUAL);
        assertThat(scope.catalog()
                        .table(new TableName(null, "fts_data"))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Table.Kind.SHADOW);
        assertThat(scope.catalog().table(new TableName(null, "v")).orElseThrow().kind())
                .isEqualTo(Table.Kind.VIEW);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void putsTheForeignKeyPragmaBack(boolean success) throws SQLException {
        sql(
                "PRAGMA foreign_keys = ON",
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE outside(id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE)",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO outside VALUES (1, 1)");
        Scope scope = scope("p");
        begin(scope);
        assertThat(select("PRAGMA foreign_keys")).containsExactly("0");
        session.clear(scope);
        load(scope.loaded().get(0), row(1), row(2));
        assertThat(session.resumeForeignKeys(scope)).isEmpty();
        if (success) {
            commit();
        } else {
            rollback();
        }
        assertThat(select("PRAGMA foreign_keys")).containsExactly("1");
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(select("SELECT id FROM p")).hasSize(success ? 2 : 1);
        assertThat(select("SELECT * FROM outside")).containsExactly("1|1");
    }

    @Test
    void findsNewOrphansOnly() throws SQLException {
        sql(
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "INSERT INTO p VALUES (1), (2)",
                "CREATE TABLE outside(id INTEGER PRIMARY KEY, p INT REFERENCES p)",
                "CREATE TABLE plain(k TEXT PRIMARY KEY, p INT REFERENCES p) WITHOUT ROWID",
                "INSERT INTO outside VALUES (1, 1), (2, 2), (3, 77)",
                "INSERT INTO plain VALUES ('a', 2), ('b', 77)");
        Scope scope = scope("p");
        begin(scope);
        session.clear(scope);
        load(scope.loaded().get(0), row(1));
        assertThat(session.resumeForeignKeys(scope)).hasSize(2).allSatisfy(violation -> {
            assertThat(violation.rows()).isEqualTo(1);
            assertThat(violation.describe()).startsWith("1 row of").doesNotContain("2");
        });
        rollback();
    }

    @Test
    void loadsANotNullCircle() throws SQLException {
        sql(
                "CREATE TABLE a(id INTEGER PRIMARY KEY, b INT NOT NULL REFERENCES b)",
                "CREATE TABLE b(id INTEGER PRIMARY KEY, a INT NOT NULL REFERENCES a)");
        Scope scope = scope("a", "b");
        begin(scope);
        load(scope.loaded().get(0), row(1, 2));
        assertThat(session.resumeForeignKeys(scope)).hasSize(1);
        load(scope.loaded().get(1), row(2, 1));
        assertThat(session.resumeForeignKeys(scope)).isEmpty();
        commit();
    }

    @Test
    void refusesForeignKeysThatCannotBeChecked() throws SQLException {
        sql(
                "CREATE TABLE p(x INT)",
                "CREATE TABLE c(x INT REFERENCES p(x))",
                "CREATE TABLE d(x INT REFERENCES nowhere(id))");
        Scope mismatch = scope("c");
        assertThat(session.obstacles(mismatch, session.foreignKeyMeasure(mismatch)))
                .singleElement()
                .extracting(Obstacle::table)
                .isEqualTo(new TableName(null, "c"));
        Scope dangling = scope("d");
        begin(dangling);
        load(dangling.loaded().get(0), row((Object) null), row(5));
        assertThat(session.resumeForeignKeys(dangling))
                .singleElement()
                .satisfies(violation -> assertThat(violation.rows()).isEqualTo(1));
        rollback();
    }

    @Test
    void movesNumbersForwardOnly() throws SQLException {
        sql(
                "CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
                "INSERT INTO a VALUES (5000, 'old')",
                "CREATE TABLE b(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
                "CREATE TABLE c(id INTEGER PRIMARY KEY, v TEXT)",
                "CREATE TABLE d(id INTEGER PRIMARY KEY)");
        Scope scope = scope("a", "b", "c", "d");
        begin(scope);
        session.clear(scope);
        load(scope.loaded().get(0), row(1, "new"));
        load(scope.loaded().get(1), row(70, "new"));
        load(scope.loaded().get(2), row(7, "new"));
        load(scope.loaded().get(3), row(Long.MAX_VALUE));
        List<NextValue> next = session.numbering().moveBehindRows(scope.loaded());
        assertThat(next)
                .extracting(value -> value.next().toString())
                .containsExactly("5001", "71", "8", "9223372036854775808");
        assertThat(next).extracting(NextValue::exhausted).containsExactly(false, false, false, true);
        commit();
        sql("INSERT INTO a(v) VALUES ('next')", "INSERT INTO b(v) VALUES ('next')");
        assertThat(select("SELECT MAX(id) FROM a UNION ALL SELECT MAX(id) FROM b"))
                .containsExactly("5001", "71");
    }

    @Test
    void saysThatAnotherWriterHoldsTheDatabase() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)", "PRAGMA foreign_keys = ON", "PRAGMA busy_timeout = 10");
        Scope scope = scope("t");
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        try (Connection writer = connect("");
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(session.obstacles(scope, measure))
                    .singleElement()
                    .satisfies(obstacle -> assertThat(obstacle.message()).contains("locked"));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> session.begin(scope, measure))
                    .withMessageContaining("locked by another writer");
            session.close();
            statement.execute("ROLLBACK");
        }
        assertThat(select("PRAGMA foreign_keys")).containsExactly("1");
        assertThat(connection.getAutoCommit()).isTrue();
        sql("INSERT INTO t VALUES (1)");
    }

    @Test
    void keepsOtherWritersOutFromTheBeginning() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        begin(scope("t"));
        try (Connection writer = connect("");
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"));
        }
        rollback();
    }

    @Test
    void seesThatTheDatabaseCannotBeWritten() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        try (Connection readOnly = connect("?mode=ro")) {
            Dialect.Session other = new SqliteDialect().open(readOnly, new SessionSettings(null, ZoneOffset.UTC));
            Catalog catalog = other.catalog();
            Scope scope = new Scope(catalog, catalog.tables(), catalog.tables(), 1);
            assertThat(other.obstacles(scope, other.foreignKeyMeasure(scope)))
                    .singleElement()
                    .satisfies(obstacle -> assertThat(obstacle.message()).contains("SQLITE_READONLY"));
        }
    }

    @Test
    void noticesATransactionThatSqliteRolledBackByItself() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        Scope scope = scope("t");
        begin(scope);
        sql("ROLLBACK");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> session.resumeForeignKeys(scope))
                .withMessage("SQLite has rolled the transaction back by itself");
        session.close();
        assertThat(connection.getAutoCommit()).isTrue();
    }
}
