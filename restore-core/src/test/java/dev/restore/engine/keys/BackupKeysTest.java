package dev.restore.engine.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupKeysTest {

    private static final KeySpace PEOPLE = new KeySpace(new TableName(null, "person"), List.of("id"));

    @Test
    void knowsWhatWasAddedAndNothingElse() {
        BackupKeys keys = new BackupKeys();
        for (int i = 0; i < 100_000; i += 2) {
            keys.add(PEOPLE, String.valueOf(i));
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(keys.contains(PEOPLE, String.valueOf(i))).as("%d", i).isEqualTo(i % 2 == 0);
        }
        assertThat(keys.contains(new KeySpace(PEOPLE.table(), List.of("other")), "0"))
                .isFalse();
        assertThat(keys.full()).isFalse();
    }

    @Test
    void saysWhenThereIsNoRoom() {
        BackupKeys keys = new BackupKeys(100_000);
        for (int i = 0; i < 10_000; i++) {
            keys.add(PEOPLE, String.valueOf(i));
        }
        assertThat(keys.full()).isTrue();
    }
}
