package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.dialect.Obstacle;
import dev.restore.dialect.SessionSettings;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObstacleSearchTest {

    @Test
    void listsEveryMissingPrivilegeWithItsRemedy() throws SQLException {
        try (Target target = Target.guest(
                "CREATE TABLE nothing(id int)",
                "CREATE TABLE something(id serial, a int, b int)",
                "GRANT SELECT, DELETE, INSERT (id, a) ON something TO $guest")) {
            List<Obstacle> obstacles = target.obstacles(target.replacing("nothing", "something"));
            assertThat(obstacles)
                    .extracting(Obstacle::remedy)
                    .containsExactlyInAnyOrder(
                            "GRANT SELECT ON \"public\".\"nothing\" TO \"" + target.role() + '"',
                            "GRANT TRUNCATE ON \"public\".\"nothing\" TO \"" + target.role() + '"',
                            "GRANT INSERT ON \"public\".\"nothing\" TO \"" + target.role() + '"',
                            "GRANT INSERT (\"b\") ON \"public\".\"something\" TO \"" + target.role() + '"',
                            "GRANT SELECT, UPDATE ON SEQUENCE \"public\".\"something_id_seq\" TO \"" + target.role()
                                    + '"');
        }
    }

    @Test
    void seesRowSecurityThatAppliesEvenToTheOwner() throws SQLException {
        try (Target target = Target.owned(
                "CREATE TABLE a(id int)",
                "ALTER TABLE a ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY p ON a USING (id > 1)")) {
            assertThat(target.obstacles(target.replacing("a"))).isEmpty();
            target.execute("ALTER TABLE a FORCE ROW LEVEL SECURITY");
            assertThat(target.obstacles(target.replacing("a")))
                    .singleElement()
                    .satisfies(o -> assertThat(o.message()).contains("row level security"));
        }
    }

    @Test
    void seesAReadOnlyDatabase() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE a(id int)")) {
            target.queryInside("SELECT set_config('default_transaction_read_only', 'on', false)");
            assertThat(target.obstacles(target.replacing("a")))
                    .singleElement()
                    .satisfies(o -> assertThat(o.message()).contains("read-only"));
        }
    }

    @Test
    void letsOnlyOneRestoreIntoADatabase() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String url = server.createDatabase();
        SessionSettings settings = new SessionSettings(null, ZoneOffset.UTC);
        try (var first = server.dataSource(url).getConnection();
                var second = server.dataSource(url).getConnection();
                var mine = new PostgresDialect().open(first, settings);
                var other = new PostgresDialect().open(second, settings)) {
            var scope = new dev.restore.dialect.Scope(mine.catalog(), List.of(), List.of(), 0);
            var measure = mine.foreignKeyMeasure(scope);
            other.catalog();
            mine.begin(scope, measure);
            assertThatThrownBy(other::catalog).hasMessageContaining("another restore");
            int pid = first.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            assertThatThrownBy(() -> other.begin(scope, measure))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("another restore")
                    .hasMessageContaining(String.valueOf(pid));
            second.rollback();
            first.commit();
            other.begin(scope, measure);
            second.rollback();
        }
    }

    @Test
    void leavesNoSettingBehind() throws SQLException {
        String settings = "SELECT name, setting FROM pg_settings WHERE name <> 'transaction_isolation' ORDER BY name";
        try (Target target = Target.owned("CREATE TABLE a(id int)")) {
            List<String> before = target.queryInside(settings);
            target.begin(target.replacing("a"));
            assertThat(target.queryInside(settings)).isNotEqualTo(before);
            target.connection.commit();
            target.session.close();
            assertThat(target.queryInside(settings)).isEqualTo(before);
            assertThat(target.connection.getAutoCommit()).isTrue();
        }
    }
}
