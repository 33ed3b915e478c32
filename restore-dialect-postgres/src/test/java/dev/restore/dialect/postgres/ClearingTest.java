package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.catalog.ForeignKey;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ClearingTest {

    @Test
    void leavesInheritingTablesAlone() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE p(id int)",
                "CREATE TABLE c(extra text) INHERITS (p)",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO c VALUES (2, 'x')")) {
            target.begin(target.replacing("p"));
            assertThat(target.queryInside("SELECT id FROM p")).containsExactly("2");
            assertThat(target.session.reading().count(target.table("p"))).isZero();
        }
    }

    @Test
    void emptiesTablesThatOthersReferToWithoutTouchingThose() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE base(id int PRIMARY KEY)",
                "CREATE TABLE item(id int PRIMARY KEY, base int REFERENCES base)",
                "CREATE TABLE detail(item int REFERENCES item)",
                "CREATE TABLE outside(item int REFERENCES item ON DELETE CASCADE)",
                "INSERT INTO base VALUES (1)",
                "INSERT INTO item VALUES (1, 1)",
                "INSERT INTO detail VALUES (1)")) {
            target.begin(target.replacing("base", "item", "detail"));
            assertThat(target.queryInside("SELECT (SELECT count(*) FROM base) + (SELECT count(*) FROM item)"
                            + " + (SELECT count(*) FROM detail)"))
                    .containsExactly("0");
        }
    }

    @Test
    void refusesWhatWouldDeleteRowsOfATableThatIsNotRestored() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE item(id int PRIMARY KEY)",
                "CREATE TABLE outside(item int REFERENCES item ON DELETE CASCADE)",
                "INSERT INTO item VALUES (1)",
                "INSERT INTO outside VALUES (1), (1), (NULL)")) {
            assertThatThrownBy(() -> target.begin(target.replacing("item")))
                    .hasMessageContaining("public.outside")
                    .hasMessageContaining("CASCADE");
            target.connection.rollback();
            ForeignKey key = target.table("outside").foreignKeys().get(0);
            assertThat(target.session.reading().countReferring(key, 10)).isEqualTo(2);
            assertThat(target.session.reading().countReferring(key, 1)).isEqualTo(1);
        }
    }

    @Test
    void emptiesPartitionedTablesAndSinglePartitions() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE p(id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                "CREATE TABLE c(p int REFERENCES p)",
                "INSERT INTO p VALUES (1), (11)")) {
            target.begin(target.replacing("p1"));
            assertThat(target.queryInside("SELECT id FROM p")).containsExactly("11");
            target.connection.rollback();
            target.begin(target.replacing("p"));
            assertThat(target.queryInside("SELECT id FROM p")).isEmpty();
        }
    }

    @Test
    void deletesWhereItMayNotTruncate() throws SQLException {
        try (Target target = Target.guest(
                "CREATE TABLE a(id int)", "INSERT INTO a VALUES (1)", "GRANT SELECT, INSERT, DELETE ON a TO $guest")) {
            assertThat(target.obstacles(target.replacing("a"))).isEmpty();
            target.begin(target.replacing("a"));
            assertThat(target.session.reading().count(target.table("a"))).isZero();
        }
    }
}
