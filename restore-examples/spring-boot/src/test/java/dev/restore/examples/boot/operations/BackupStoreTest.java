package dev.restore.examples.boot.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** How much is stored. */
class BackupStoreTest {

    @Test
    void allBackupsTogetherHaveALimit(@TempDir Path directory) throws IOException {
        BackupStore store = new BackupStore(directory, 10_000, 3_000, ReadLimits.forThisHeap(), JsonMapper.shared());
        StoredBackup first = upload(store, 1_500);
        assertThatThrownBy(() -> upload(store, 1_500))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.FULL));
        assertThat(files(directory)).isEqualTo(2);
        store.delete(first);
        upload(store, 1_500);
        assertThat(store.list()).hasSize(1);
    }

    private static StoredBackup upload(BackupStore store, int bytes) {
        String row = "{\"id\":1,\"note\":\"" + "x".repeat(bytes) + "\"}\n";
        return store.upload(new ByteArrayInputStream(row.getBytes(StandardCharsets.UTF_8)), "slow.ndjson", "ann");
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
