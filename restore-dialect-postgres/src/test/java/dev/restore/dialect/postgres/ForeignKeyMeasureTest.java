package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.Violation;
import dev.restore.dialect.ForeignKeyMeasure.Kind;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignKeyMeasureTest {

    private static final String STATES = "SELECT conname, condeferrable, condeferred, convalidated,"
            + " pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY conrelid, conname";

    private static final String[] CYCLE = {
        "CREATE TABLE store(id int PRIMARY KEY, manager int NOT NULL)",
        "CREATE TABLE staff(id int PRIMARY KEY, store int NOT NULL REFERENCES store, boss int REFERENCES staff)",
        "ALTER TABLE store ADD CONSTRAINT store_manager FOREIGN KEY (manager) REFERENCES staff"
    };

    @Test
    void doesNothingWhereNoForeignKeyTouchesTheTables() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE a(id int)")) {
            assertThat(target.measure(target.replacing("a")).kind()).isEqualTo(Kind.NONE);
        }
    }

    @Test
    void defersWhatIsDeferrable() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE a(id int PRIMARY KEY, up int REFERENCES a DEFERRABLE)",
                "CREATE TABLE b(id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED)")) {
            Scope scope = target.replacing("a", "b");
            assertThat(target.measure(scope).kind()).isEqualTo(Kind.DEFER);
            target.begin(scope);
            target.load("b", "id,a", new TestRows(2).row(1, 1));
            target.load("a", "id,up", new TestRows(2).row(2, 1));
            target.load("a", "id,up", new TestRows(2).row(1, null));
            target.finish(scope);
            assertThat(target.query("SELECT id, up FROM a ORDER BY id")).containsExactly("1,null", "2,1");
        }
    }

    @Test
    void loadsACycleThatIsNeitherNullableNorDeferrableInSeveralStatements() throws SQLException {
        try (Target target = Target.owned(CYCLE)) {
            List<String> before = target.query(STATES);
            Scope scope = target.replacing("store", "staff");
            assertThat(target.measure(scope).kind()).isEqualTo(Kind.MAKE_DEFERRABLE);
            assertThat(target.measure(scope).anyOrder()).isTrue();
            assertThat(target.obstacles(scope)).isEmpty();
            target.begin(scope);
            target.load("store", "id,manager", new TestRows(2).row(1, 1));
            target.load("staff", "id,store,boss", new TestRows(3).row(2, 2, 1));
            target.load("staff", "id,store,boss", new TestRows(3).row(1, 1, null));
            target.load("store", "id,manager", new TestRows(2).row(2, 2));
            target.finish(scope);
            assertThat(target.query(STATES)).isEqualTo(before);
            assertThat(target.query("SELECT id, boss FROM staff ORDER BY id")).containsExactly("1,null", "2,1");

            // And again into the filled one.
            target.begin(scope);
            target.load("store", "id,manager", new TestRows(2).row(7, 7));
            target.load("staff", "id,store,boss", new TestRows(3).row(7, 7, 7));
            target.finish(scope);
            assertThat(target.query(STATES)).isEqualTo(before);
        }
    }

    @Test
    void leavesARolledBackLoadWithoutTrace() throws SQLException {
        try (Target target = Target.owned(CYCLE)) {
            List<String> before = target.query(STATES);
            Scope scope = target.replacing("store", "staff");
            target.begin(scope);
            target.connection.rollback();
            target.session.close();
            assertThat(target.query(STATES)).isEqualTo(before);
            assertThat(target.connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void keepsForeignKeysThatAreNotValidThatWay() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE p(id int PRIMARY KEY)",
                "CREATE TABLE c(id int, p int)",
                "INSERT INTO c VALUES (1, 4242)",
                "ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p NOT VALID")) {
            List<String> before = target.query(STATES);
            Scope scope = target.replacing("p");
            target.begin(scope);
            target.load("p", "id", new TestRows(1).row(1));
            target.finish(scope);
            assertThat(target.query(STATES)).isEqualTo(before);
            assertThat(target.query("SELECT p FROM c")).containsExactly("4242");
        }
    }

    @Test
    void putsOffForeignKeysOfPartitionedTablesAndOfOneToThem() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE r(id int PRIMARY KEY)",
                "CREATE TABLE p(id int, d date, r int REFERENCES r, PRIMARY KEY (id, d)) PARTITION BY RANGE (d)",
                "CREATE TABLE p_24 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                "CREATE TABLE p_rest PARTITION OF p DEFAULT",
                "CREATE TABLE c(id int, d date, FOREIGN KEY (id, d) REFERENCES p)")) {
            List<String> before = target.query(STATES);
            Scope scope = target.replacing("r", "p", "c");
            for (int i = 0; i < 2; i++) {
                target.begin(scope);
                target.load("c", "id,d", new TestRows(2).row(1, "2024-05-05"));
                target.load(
                        "p", "id,d,r", new TestRows(3).row(1, "2024-05-05", 1).row(2, "1999-01-01", null));
                target.load("r", "id", new TestRows(1).row(1));
                target.finish(scope);
            }
            assertThat(target.query(STATES)).isEqualTo(before);
            assertThat(target.query("SELECT count(*) FROM p_24")).containsExactly("1");
            assertThat(target.session.reading().count(target.table("p"))).isEqualTo(2);
        }
    }

    @Test
    void namesTheRowsThatReferToNothing() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE p(a int, b int, PRIMARY KEY (a, b))",
                "CREATE TABLE c(x int, y int, FOREIGN KEY (x, y) REFERENCES p MATCH FULL)")) {
            Scope scope = target.replacing("p", "c");
            target.begin(scope);
            target.load(
                    "c",
                    "x,y",
                    new TestRows(2)
                            .row(1, 1)
                            .row(2, 2)
                            .row(3, 3)
                            .row(4, 4)
                            .row(5, 5)
                            .row(null, null));
            target.load("p", "a,b", new TestRows(2).row(1, 1));
            List<Violation> violations = target.session.resumeForeignKeys(scope);
            assertThat(violations).hasSize(1);
            assertThat(violations.get(0).rows()).isEqualTo(4);
            assertThat(violations.get(0).describe()).startsWith("4 rows of").doesNotContain("x=2", "2, 2");
        }
    }

    @Test
    void findsRowsOutsideThatLoseWhatTheyReferTo() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE p(id int PRIMARY KEY)",
                "CREATE TABLE outside(p int REFERENCES p)",
                "INSERT INTO p VALUES (1), (2)",
                "INSERT INTO outside VALUES (1)")) {
            Scope scope = target.replacing("p");
            target.begin(scope);
            target.load("p", "id", new TestRows(1).row(2));
            assertThat(target.session.resumeForeignKeys(scope))
                    .singleElement()
                    .satisfies(v -> assertThat(v.foreignKey().table().name()).isEqualTo("outside"));
            target.connection.rollback();

            target.begin(scope);
            target.load("p", "id", new TestRows(1).row(1));
            target.finish(scope);
            assertThat(target.query("SELECT p FROM outside")).containsExactly("1");
        }
    }

    @Test
    void ordersTheTablesOfAnotherOwner() throws SQLException {
        try (Target target = Target.guest(
                "CREATE TABLE p(id int PRIMARY KEY)",
                "CREATE TABLE c(p int REFERENCES p)",
                "GRANT SELECT, INSERT, DELETE ON p, c TO $guest")) {
            Scope scope = target.replacing("p", "c");
            assertThat(target.measure(scope).kind()).isEqualTo(Kind.ORDER);
            assertThat(target.measure(scope).anyOrder()).isFalse();
            assertThat(target.obstacles(scope)).isEmpty();
            target.begin(scope);
            target.load("p", "id", new TestRows(1).row(1));
            target.load("c", "p", new TestRows(1).row(1));
            target.finish(scope);
            assertThat(target.query("SELECT p FROM c")).containsExactly("1");
        }
    }

    @Test
    void saysThatACycleOfAnotherOwnerCannotBeOrdered() throws SQLException {
        try (Target target = Target.guest(
                CYCLE[0],
                CYCLE[1],
                CYCLE[2],
                "CREATE TABLE leaf(staff int REFERENCES staff)",
                "GRANT SELECT, INSERT, TRUNCATE ON store, staff, leaf TO $guest")) {
            Scope scope = target.replacing("store", "staff", "leaf");
            List<Obstacle> obstacles = target.obstacles(scope);
            assertThat(obstacles)
                    .extracting(o -> String.valueOf(o.table()))
                    .containsOnly("public.store", "public.staff");
            assertThat(obstacles.get(0).message()).contains("owner", "postgres");
            assertThat(obstacles.get(0).remedy()).contains("ALTER TABLE");
        }
    }
}
