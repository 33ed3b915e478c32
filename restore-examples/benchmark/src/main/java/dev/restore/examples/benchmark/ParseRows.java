package dev.restore.examples.benchmark;

import dev.restore.backup.BackupSource;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.RowSink;
import java.nio.file.Path;
import java.util.Map;

/**
 * The library's own reading of the file, to a sink that copies every cell's bytes into one array, as a batch does. The batch
 * itself is not open to other modules.
 */
final class ParseRows implements Work {

    private final Path file;
    private final byte[] arena = new byte[4 << 20];
    private int used;
    private long rows;
    private long allocated;

    ParseRows(Path file) {
        this.file = file;
    }

    @Override
    public void run() {
        rows = 0;
        used = 0;
        long before = Allocation.bytes();
        try (BackupReader reader = BackupFormats.open(BackupSource.of(file))) {
            reader.read(table -> true, new Cells());
        }
        allocated = Allocation.bytes() - before;
    }

    @Override
    public Map<String, Double> figures() {
        return Map.of("bytes allocated a row", (double) allocated / Math.max(1, rows));
    }

    long rows() {
        return rows;
    }

    private final class Cells implements RowSink<RuntimeException> {
        @Override
        public void row(String table, BackupRow row) {
            rows++;
            for (int field = 0; field < row.size(); field++) {
                int length = row.end(field) - row.start(field);
                if (used + length > arena.length) {
                    used = 0;
                }
                System.arraycopy(row.bytes(), row.start(field), arena, used, length);
                used += length;
            }
        }
    }
}
