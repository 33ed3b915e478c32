package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.ReadLimits;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.RestoreEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The limits of reading are the caller's, whatever reads. */
class LimitsTest extends DatabaseCase {

    private static final ReadLimits SHORT = ReadLimits.forThisHeap().withTextLength(50);

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    private Path backup(String doc) throws Exception {
        db().execute("create table vault (id ${bigint} primary key, name ${text}, doc ${json})");
        return new TestBackup()
                .table("vault", "{'id':1,'name':'" + "x".repeat(100) + "','doc':" + doc + "}")
                .directory(temp().resolve("backup"));
    }

    @Test
    void whatReadsABackupKeepsToTheLimits() throws Exception {
        Path backup = backup("null");
        assertThatThrownBy(() -> restore(backup).limits(SHORT).run()).satisfies(LimitsTest::namesTheLimit);
        assertThatThrownBy(() -> restore(backup).limits(SHORT).plan()).satisfies(LimitsTest::namesTheLimit);
        assertThatThrownBy(() -> Backup.verify(backup).limits(SHORT).run()).satisfies(LimitsTest::namesTheLimit);
        assertThatThrownBy(() -> Backup.drill(backup).limits(SHORT).run()).satisfies(LimitsTest::namesTheLimit);
        restore(backup).run();
        assertThat(Backup.verify(backup)
                        .limits(SHORT.withTextLength(100))
                        .against(db().dataSource())
                        .run()
                        .agrees())
                .isTrue();
        assertThat(Backup.drill(backup).limits(SHORT.withTextLength(100)).run().passed())
                .isTrue();
    }

    private static void namesTheLimit(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("more than 50 characters")
                .hasMessageContaining("--limit textLength=N");
    }

    @Test
    void whatIsNestedDeepIsStoredWhereTheLimitIsRaised() throws Exception {
        Path backup = backup("[".repeat(1500) + "]".repeat(1500));
        assertThatThrownBy(() -> restore(backup).run())
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("--limit depth=N");
        ReadLimits deep = ReadLimits.forThisHeap().withDepth(2000);
        restore(backup).limits(deep).run();
        assertThat(db().rows("select length(cast(doc as varchar)) from vault")).containsExactly("3000");
        assertThat(Backup.verify(backup)
                        .limits(deep)
                        .against(db().dataSource())
                        .run()
                        .agrees())
                .isTrue();
    }

    /** The heap gives out somewhere, here in a listener. */
    @Test
    void whoRaisesALimitPastTheHeapIsToldSo() throws Exception {
        Restore restore = restore(backup("null")).listener(event -> {
            if (event instanceof RestoreEvent.Cleared) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        ReadLimits raised =
                ReadLimits.forThisHeap().withTextLength(ReadLimits.forThisHeap().textLength() + 1);
        assertThatThrownBy(() -> restore.limits(raised).run())
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("-Xmx")
                .hasMessageContaining("--limit");
        assertThatThrownBy(restore::run).isInstanceOf(OutOfMemoryError.class);
        assertThat(db().rows("select * from vault")).isEmpty();
    }

    @Test
    void theSafetyBackupKeepsToThemToo() throws Exception {
        Path backup = backup("null");
        db().execute("insert into vault values (7, '" + "y".repeat(200) + "', null)");
        Restore restore = restore(backup).safetyBackup(temp().resolve("before"));
        assertThatThrownBy(() -> restore.limits(SHORT.withTextLength(150)).run())
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("textLength");
        assertThat(restore.limits(SHORT.withTextLength(200)).run().safetyBackup())
                .isNotNull();
    }
}
