package dev.restore.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.backup.BackupSource;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.ValueKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final int ROWS = 20_000;
    private static final int FEW_ROWS = 1_000;

    /** What is made once for a reading: buffers, the format's description, the first names. */
    private static final long ONCE = 640 << 10;

    /** Less than a byte for each row: whatever is made once does not depend on how many there are. */
    private static final long OF_ROWS = 4 << 10;

    @Test
    void makesNoObjectsForRowsThatAreAlike() throws ReflectiveOperationException {
        readsWithoutObjects(row -> "{\"id\":" + row + ",\"name\":\"Ann \u00e4\u20ac " + row + "\",\"amount\":" + row
                + ".50,\"active\":true,\"nothing\":null,\"note\":\"a \\\"b\\\" \\u00e9" + "x".repeat(row % 300)
                + "\"}");
    }

    @Test
    void makesNoObjectsForRowsWhoseFieldsVary() throws ReflectiveOperationException {
        readsWithoutObjects(row -> row % 3 == 0
                ? "{\"id\":" + row + ",\"name\":\"Ann\",\"note\":\"x\"}"
                : row % 3 == 1 ? "{\"id\":" + row + ",\"note\":\"x\"}" : "{\"note\":\"x\",\"id\":" + row + "}");
    }

    @Test
    void makesNoObjectsForObjectsWithinRows() throws ReflectiveOperationException {
        readsWithoutObjects(row -> "{\"id\":" + row + ",\"tags\":[1,2,{\"a\":{\"b\":" + row
                + "},\"c\":[]}],\"j\":{\"x\":\"y" + row + "\"" + (row % 2 == 0 ? ",\"z\":1" : "") + "}}");
    }

    private static void readsWithoutObjects(Line line) throws ReflectiveOperationException {
        long few = allocatedFor(FEW_ROWS, line);
        long many = allocatedFor(ROWS, line);
        assertThat(many).as("bytes for %d rows", ROWS).isLessThan(ONCE);
        assertThat(many - few)
                .as("bytes for %d rows more than %d", ROWS - FEW_ROWS, FEW_ROWS)
                .isLessThan(OF_ROWS);
    }

    private static long allocatedFor(int rows, Line line) throws ReflectiveOperationException {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            json.append(line.of(i)).append('\n');
        }
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        RowBatch batch = new RowBatch();
        read(bytes, batch, rows);
        long before = allocated();
        read(bytes, batch, rows);
        return allocated() - before;
    }

    /** Asks the JVM by name, because the library's module does not read that of the JVM's own figures. */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (Long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    private static void read(byte[] bytes, RowBatch batch, int expected) {
        BackupSource source = BackupSource.of("t.ndjson", () -> new ByteArrayInputStream(bytes));
        int[] rows = {0};
        try (BackupReader reader = BackupFormats.open(source)) {
            reader.read(table -> true, (table, row) -> {
                if (rows[0]++ % 1000 == 0) {
                    batch.reset(8);
                }
                batch.startRow(row, reader.position());
                for (int field = 0; field < row.size(); field++) {
                    batch.cell(row.kind(field), row.bytes(), row.start(field), row.end(field));
                }
                for (int field = row.size(); field < 8; field++) {
                    batch.cell(ValueKind.NULL, row.bytes(), 0, 0);
                }
                batch.endRow();
            });
        }
        assertThat(rows[0]).isEqualTo(expected);
    }

    /** Makes the line of a row. */
    private interface Line {
        String of(int row);
    }
}
