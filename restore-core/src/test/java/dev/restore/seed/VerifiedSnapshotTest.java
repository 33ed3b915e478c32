package dev.restore.seed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.engine.session.Dialects;
import dev.restore.testing.H2Database;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A verified seed does not rely on what a database says has changed. */
class VerifiedSnapshotTest {

    /** A snapshot that says it was put back and does nothing. */
    private static final class Idle implements Snapshot {
        @Override
        public StateReset reset(DataSource database) {
            return StateReset.of(List.of());
        }

        @Override
        public void remove(DataSource database) {}
    }

    @Test
    void aResetThatLeavesAChangeIsAnError() throws Exception {
        try (H2Database db = new H2Database()) {
            db.execute("create table t (id int primary key, v varchar)", "insert into t values (1, 'a')");
            StateScope scope;
            try (Connection connection = db.dataSource().getConnection();
                    Dialect.Session session = Dialects.find(connection.getMetaData())
                            .open(connection, new SessionSettings(null, ZoneOffset.UTC))) {
                Catalog catalog = session.catalog();
                Table table = catalog.table(new TableName("PUBLIC", "T")).orElseThrow();
                scope = new StateScope("unused", catalog, List.of(table), List.of());
            }
            Snapshot snapshot = VerifiedSnapshot.of(new Idle(), db.dataSource(), scope, null);
            snapshot.reset(db.dataSource());
            db.execute("update t set v = 'b'");
            assertThatThrownBy(() -> snapshot.reset(db.dataSource()))
                    .isInstanceOf(SeedException.class)
                    .hasMessageContaining("not in the state of its seed")
                    .hasMessageContaining("T: at least 1 rows differ");
            snapshot.remove(db.dataSource());
        }
    }
}
