package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.backup.ReadLimits;
import dev.restore.outcome.BackupFormatException;
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
}
