package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.RowErrors;
import dev.restore.testing.TestBackup;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where there is more than a little to read, the reading thread encodes each batch before the loading thread gets it. */
class EncodedAheadTest extends OwnerCase {

    private static final int ROWS = 20_000;

    private final List<String> rows = new ArrayList<>();

    @BeforeEach
    void createTable() throws SQLException {
        db().execute("create table event (id int primary key, at timestamptz, on_air boolean, note text)");
        for (int id = 1; id <= ROWS; id++) {
            rows.add(row(id, "2024-03-01T10:00:00Z", "true"));
        }
    }

    private static String row(Object id, String at, String onAir) {
        return "{\"id\":" + id + ",\"at\":\"" + at + "\",\"on_air\":\"" + onAir + "\",\"note\":\"note " + id + "\"}";
    }

    private void put(int number, String row) {
        rows.set(number - 1, row);
    }

    private Restore restore() throws Exception {
        Path backup = new TestBackup()
                .exactly("event", rows)
                .directory(temp().resolve("rows" + System.nanoTime()), ".ndjson");
        return Restore.from(backup).into(db().dataSource()).batchRows(1000);
    }

    @Test
    void loadsWhatOnlyTheTextRoadUnderstandsAmongTheOthers() throws Exception {
        put(1, row(1, "0044-03-15 10:00:00+00 BC", "yes"));
        put(5_500, row(5_500, "2024-03-01 10:00:00+00", "off"));
        put(ROWS, row(ROWS, "infinity", "on"));
        restore().run();
        assertThat(db().rows("select count(*), count(distinct note), min(id), max(id) from event"))
                .containsExactly(ROWS + "|" + ROWS + "|1|" + ROWS);
        assertThat(db().rows("select id from event where not on_air")).containsExactly("5500");
        assertThat(db().rows("select id from event where at = 'infinity'")).containsExactly(String.valueOf(ROWS));
    }

    @Test
    void namesTheBadRow() throws Exception {
        put(7_777, row(7_777, "2024-02-30T10:00:00Z", "true"));
        LoadException notEncodable = catchThrowableOfType(LoadException.class, restore()::run);
        assertThat(notEncodable).hasMessageContaining("Row 7777 ");
        put(7_777, row(7_776, "2024-03-01T10:00:00Z", "true"));
        LoadException refused = catchThrowableOfType(LoadException.class, restore()::run);
        assertThat(refused).hasMessageContaining("Row 7777 ");
        assertThat(db().rows("select count(*) from event")).containsExactly("0");
    }

    @Test
    void rejectsBadRowsAndKeepsAllOthers() throws Exception {
        put(1, row("null", "2024-03-01T10:00:00Z", "true"));
        put(2_000, row(2_000, "never", "true"));
        put(2_001, row(2_001, "2024-03-01T10:00:00Z", "perhaps"));
        put(9_999, row(9_998, "2024-03-01T10:00:00Z", "true"));
        put(ROWS, row("99999999999", "2024-03-01T10:00:00Z", "true"));
        RestoreReport report = restore().onRowError(RowErrors.reject()).run();
        assertThat(report.totals().rejected()).isEqualTo(5);
        assertThat(db().rows("select count(*), count(distinct note) from event"))
                .containsExactly((ROWS - 5) + "|" + (ROWS - 5));
        assertThat(db().rows("select g from generate_series(1, " + ROWS + ") g where g not in (select id from event)"))
                .containsExactly("1", "2000", "2001", "9999", String.valueOf(ROWS));
    }
}
