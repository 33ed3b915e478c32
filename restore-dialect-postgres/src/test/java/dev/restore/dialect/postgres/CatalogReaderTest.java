package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.Trigger.Event;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.SessionSettings;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {

    @Test
    void readsColumns() throws SQLException {
        try (Target target = Target.owned(
                "CREATE DOMAIN code AS varchar(7) NOT NULL DEFAULT 'x'",
                "CREATE TYPE mood AS ENUM ('sad')",
                "CREATE TABLE \"Odd Name\"(\"ID\" bigint GENERATED ALWAYS AS IDENTITY, c code, m mood[],"
                        + " n numeric(10,2), d timestamp(3), g int GENERATED ALWAYS AS (1) STORED, q int NOT NULL)")) {
            target.execute("ALTER TABLE \"Odd Name\" ADD COLUMN gone int", "ALTER TABLE \"Odd Name\" DROP COLUMN gone");
            Table table = target.table("Odd Name");
            assertThat(table.columns()).extracting(Column::name).containsExactly("ID", "c", "m", "n", "d", "g", "q");
            assertThat(table.columns())
                    .extracting(column -> column.type().family())
                    .containsExactly(
                            TypeFamily.INTEGER,
                            TypeFamily.TEXT,
                            TypeFamily.ARRAY,
                            TypeFamily.DECIMAL,
                            TypeFamily.TIMESTAMP,
                            TypeFamily.INTEGER,
                            TypeFamily.INTEGER);
            Column identity = table.columns().get(0);
            assertThat(identity.generation()).isEqualTo(Column.Generation.IDENTITY_ALWAYS);
            assertThat(identity.sequence())
                    .isEqualTo(new Sequence(new TableName("public", "Odd Name_ID_seq"), 1, 1, Long.MAX_VALUE));
            Column domain = table.columns().get(1);
            assertThat(domain.type().name()).isEqualTo("code");
            assertThat(domain.type().size()).isEqualTo(7);
            assertThat(domain.nullable()).isFalse();
            assertThat(domain.hasDefault()).isTrue();
            assertThat(table.columns().get(3).type().scale()).isEqualTo(2);
            assertThat(table.columns().get(3).type().size()).isEqualTo(10);
            assertThat(table.columns().get(4).type().scale()).isEqualTo(3);
            assertThat(table.columns().get(5).generation()).isEqualTo(Column.Generation.COMPUTED);
            assertThat(table.columns().get(6).required()).isTrue();
        }
    }

    @Test
    void readsKeysAndLeavesOutPartialOnesAndExpressions() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE t(a int, b int, c text, PRIMARY KEY (b, a), UNIQUE (c) INCLUDE (a))",
                "CREATE UNIQUE INDEX ON t (lower(c))",
                "CREATE UNIQUE INDEX ON t (c) WHERE a > 1")) {
            assertThat(target.table("t").keys())
                    .containsExactly(
                            new Key("t_pkey", java.util.List.of("b", "a"), true),
                            new Key("t_c_a_key", java.util.List.of("c"), false));
        }
    }

    @Test
    void readsForeignKeysAcrossSchemasOnceForAllPartitions() throws SQLException {
        try (Target target = Target.owned(
                "CREATE SCHEMA s",
                "CREATE TABLE s.r(id int PRIMARY KEY)",
                "CREATE TABLE p(id int, r int REFERENCES s.r ON DELETE SET NULL DEFERRABLE) PARTITION BY LIST (id)",
                "CREATE TABLE p1 PARTITION OF p DEFAULT")) {
            ForeignKey key = target.table("p").foreignKeys().get(0);
            assertThat(key.describe()).isEqualTo("public.p(r) -> s.r(id)");
            assertThat(key.onDelete()).isEqualTo(ForeignKey.Action.SET_NULL);
            assertThat(key.deferrability()).isEqualTo(ForeignKey.Deferrability.INITIALLY_IMMEDIATE);
            assertThat(key.validated()).isTrue();
            assertThat(target.table("p1").foreignKeys()).isEmpty();
            assertThat(target.table("p1").parent()).isEqualTo(new TableName("public", "p"));
            assertThat(target.table("p1").kind()).isEqualTo(Table.Kind.PARTITION);
            assertThat(target.table("p").kind()).isEqualTo(Table.Kind.PARTITIONED);
            assertThat(target.catalog().referencing(new TableName("s", "r"))).containsExactly(key);
        }
    }

    @Test
    void readsViewsAndTriggersThatWouldFire() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE t(id int)",
                "CREATE VIEW v AS SELECT * FROM t",
                "CREATE MATERIALIZED VIEW m AS SELECT * FROM t",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER fires BEFORE INSERT OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE TRIGGER sleeps BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "ALTER TABLE t DISABLE TRIGGER sleeps",
                "CREATE TRIGGER replica BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "ALTER TABLE t ENABLE REPLICA TRIGGER replica",
                "CREATE TRIGGER whole AFTER UPDATE OR TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f()",
                "CREATE RULE aside AS ON DELETE TO t DO ALSO NOTHING",
                "CREATE RULE off AS ON UPDATE TO t DO ALSO NOTHING",
                "ALTER TABLE t DISABLE RULE off")) {
            assertThat(target.table("t").triggers())
                    .containsExactly(
                            new Trigger(Trigger.Kind.RULE, "aside", Set.of(Event.DELETE)),
                            Trigger.on("fires", Event.INSERT, Event.DELETE),
                            Trigger.on("whole", Event.UPDATE, Event.TRUNCATE));
            assertThat(target.table("v").kind()).isEqualTo(Table.Kind.VIEW);
            assertThat(target.table("m").kind()).isEqualTo(Table.Kind.MATERIALIZED_VIEW);
        }
    }

    @Test
    void fallsBackToPublicWhenTheSearchPathIsEmpty() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int)")) {
            target.queryInside("SELECT set_config('search_path', '', false)");
            assertThat(target.catalog().defaultSchema()).isEqualTo("public");
            target.begin(target.replacing("t"));
            assertThat(target.load("t", "id", new TestRows(1).row(1))).isEqualTo(1);
        }
    }

    @Test
    void refusesASchemaThatDoesNotExist() throws SQLException {
        try (Target target = Target.owned();
                var session =
                        new PostgresDialect().open(target.connection, new SessionSettings("nowhere", ZoneOffset.UTC))) {
            assertThatThrownBy(session::catalog).hasMessageContaining("nowhere").hasMessageContaining("does not exist");
        }
    }
}
