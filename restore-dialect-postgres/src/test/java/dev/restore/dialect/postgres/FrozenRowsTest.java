package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.RowErrors;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a table is truncated and the first bad row ends the run, rows come in frozen, without savepoints between them. */
class FrozenRowsTest extends OwnerCase {

    private static final int ROWS = 5_000;

    private final List<String> rows = new ArrayList<>();
    private final List<RestoreEvent> events = new ArrayList<>();

    @BeforeEach
    void createTable() throws SQLException {
        db().execute(
                        "create type state as enum ('old', 'new')",
                        "create table event (id int primary key, code state)",
                        "insert into event select g, 'old' from generate_series(1, 10) g");
        for (int id = 1; id <= ROWS; id++) {
            rows.add(row(id, "new"));
        }
    }

    private static String row(int id, String code) {
        return "{\"id\":" + id + ",\"code\":\"" + code + "\"}";
    }

    private Restore restore(DataSource database) throws Exception {
        Path backup = new TestBackup()
                .exactly("event", rows)
                .directory(temp().resolve("rows" + System.nanoTime()), ".ndjson");
        return Restore.from(backup).into(database).batchRows(1000).listener(events::add);
    }

    /** Rows that nobody needs to look at twice are counted by the index alone. */
    private boolean frozen() throws SQLException {
        db().execute("set enable_seqscan = off", "set enable_bitmapscan = off");
        List<String> fetches = db()
                .rows("explain (analyze, costs off, timing off, summary off) select count(id) from event where id > 0")
                .stream()
                .filter(line -> line.contains("Heap Fetches: "))
                .toList();
        assertThat(fetches).hasSize(1);
        return fetches.get(0).endsWith("Heap Fetches: 0");
    }

    private boolean startedOver() {
        return events.stream().anyMatch(RestoreEvent.StartedOver.class::isInstance);
    }

    private DataSource with(String parameter) {
        return TestDataSource.of(shared.urlForAnotherProcess(temp()) + "&" + parameter, new Properties());
    }

    @Test
    void freezesRowsOfATruncatedTable() throws Exception {
        restore(db().dataSource()).run();
        assertThat(db().rows("select count(*), count(distinct id) from event where code = 'new'"))
                .containsExactly(ROWS + "|" + ROWS);
        assertThat(frozen()).isTrue();
    }

    @Test
    void freezesRowsThatGoInAsText() throws Exception {
        db().execute("alter table event alter code type tsvector using code::text::tsvector");
        RestoreReport report = restore(db().dataSource()).run();
        assertThat(report.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.strategy()).isEqualTo("COPY in text format"));
        assertThat(db().rows("select count(*) from event")).containsExactly(String.valueOf(ROWS));
        assertThat(frozen()).isTrue();
    }

    /** A table that another one refers to is not truncated, so that its batches have savepoints. */
    @Test
    void freezesRowsBehindARowThatTookASlowerRoad() throws Exception {
        db().execute(
                        "create table author (id int primary key)",
                        "create table elsewhere (author int references author)",
                        "create function pick() returns trigger language plpgsql as $$ begin "
                                + "if new.id = 3 and current_query() not ilike 'insert%' then "
                                + "raise exception 'not so' using errcode = '22023'; end if; return new; end $$",
                        "create trigger pick before insert on author for each row execute function pick()");
        Path backup = new TestBackup()
                .exactly("author", List.of("{\"id\":2}", "{\"id\":3}", "{\"id\":4}"))
                .exactly("event", rows)
                .directory(temp().resolve("two"), ".ndjson");
        Restore.from(backup).into(db().dataSource()).listener(events::add).run();
        assertThat(startedOver()).isFalse();
        assertThat(db().rows("select count(*) from author")).containsExactly("3");
        assertThat(frozen()).isTrue();
    }

    @Test
    void freezesNoneWhereABadRowIsSetAside() throws Exception {
        restore(db().dataSource()).onRowError(RowErrors.reject()).run();
        assertThat(frozen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"autosave=always", "options=-c%20default_transaction_isolation=repeatable%5C%20read"})
    void freezesNoneWhereTheServerWouldRefuseIt(String parameter) throws Exception {
        restore(with(parameter)).run();
        assertThat(db().rows("select count(*) from event where code = 'new'")).containsExactly(String.valueOf(ROWS));
        assertThat(frozen()).isFalse();
        assertThat(startedOver()).isFalse();
    }

    @Test
    void namesARowThatBreaksAKeyAtOnce() throws Exception {
        rows.set(3_332, row(7, "new"));
        Restore restore = restore(db().dataSource());
        assertThat(catchThrowableOfType(LoadException.class, restore::run)).hasMessageContaining("Row 3333 ");
        assertThat(startedOver()).isFalse();
        assertThat(db().rows("select count(*) from event where code = 'old'")).containsExactly("10");
    }

    @Test
    void triesARowThatAnotherRoadMightTakeOnceMore() throws Exception {
        rows.set(3_332, row(3_333, "unheard of"));
        Restore restore = restore(db().dataSource());
        assertThat(catchThrowableOfType(LoadException.class, restore::run)).hasMessageContaining("Row 3333 ");
        assertThat(startedOver()).isTrue();
        assertThat(db().rows("select count(*) from event where code = 'old'")).containsExactly("10");
    }
}
