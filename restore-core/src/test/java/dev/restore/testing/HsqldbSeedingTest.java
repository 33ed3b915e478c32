package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedException;
import dev.restore.seed.SeedWorkers;
import dev.restore.seed.SeededDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seeding where no dialect saves the state of tables, so that all rows are restored. */
class HsqldbSeedingTest extends SeedingCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }

    @Override
    public boolean putsBackOnlyChanges() {
        return false;
    }

    @Override
    public boolean hasSiblings() {
        return false;
    }

    @Test
    void thatNoDatabaseIsMadeBesideItIsSaid() {
        try (SeedWorkers workers = SeedWorkers.of(db().dataSource(), empty -> {})) {
            assertThatThrownBy(workers::take)
                    .isInstanceOf(SeedException.class)
                    .hasMessageContaining("one after the other");
        }
    }

    /** Triggers fire here for what a restore does, which then fails. */
    @Override
    public void createSeededLibrary() throws SQLException {
        super.createSeededLibrary();
        db().execute("drop trigger audit_bystander", "delete from audit", "insert into audit values ('before')");
    }

    @Test
    void aStateWithoutRowsThatIsNotPutBackIsNamed() throws SQLException {
        db().execute("create table lonely (id ${bigint} primary key)");
        Fixture fixture = Fixture.of(List.<BackupSource>of());
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(fixture);
            db().execute("insert into lonely values (1)");
            assertThatThrownBy(() -> database.reset(fixture))
                    .isInstanceOf(SeedException.class)
                    .hasMessageContaining("seed at least one row");
            db().execute("delete from lonely");
            database.reset(fixture);
        }
    }
}
