package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.BackupFormatException;
import dev.restore.seed.DatabaseAssert;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedReport;
import dev.restore.seed.SeedScope;
import dev.restore.seed.SeededDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Placeholders in the files of a seed are filled where that is asked for, and nowhere else. */
public interface PlaceholdersContract extends ContractCase {

    /** Writes a file of things. */
    private Path things(String... rows) throws IOException {
        return new TestBackup().table("thing", rows).directory(Files.createTempDirectory(temp(), "things"));
    }

    /** Returns the names of the things by their numbers. */
    private List<String> things() throws Exception {
        return db().rows("select name from thing order by id");
    }

    @Test
    default void textsAreWhatIsWrittenUnlessPlaceholdersAreAskedFor() throws Exception {
        db().execute(
                        "create table thing (id ${bigint} primary key, name ${text})",
                        "insert into thing values (9, 'old')");
        Path rows = things("{'id':1,'name':'${now} ${nowhere} $${x}'}");
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            assertThat(database.reset(Fixture.of(rows)).now()).isNull();
            assertThat(things()).containsExactly("${now} ${nowhere} $${x}");
            Path backup = temp().resolve("backup");
            Backup.of(db().dataSource()).write(backup);
            assertThatThrownBy(() -> database.reset(Fixture.of(backup).placeholders()))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("placeholders");
            database.reset(Fixture.of(backup));
            assertThat(things()).containsExactly("${now} ${nowhere} $${x}");
        }
    }

    @Test
    default void allFilesAreFilledAtOneMoment() throws Exception {
        db().execute(
                        "create table thing (id ${bigint} primary key, name ${text}, born ${date}, document ${json})",
                        "create table part (id ${bigint} primary key, thing ${text}, made ${timestamp})");
        Path rows = things("{'id':1,'name':'${uuid:a}','born':'${today-1d}','document':{'on':['${today}']}}");
        Path parts = new TestBackup()
                .table("part", "{'id':'1','thing':'${uuid:a}','made':'${now-1h}'}")
                .directory(temp().resolve("parts"));
        Instant now = Instant.parse("2024-03-01T00:30:00Z");
        Fixture seed = Fixture.of(rows, parts).placeholders(() -> now, ZoneOffset.UTC);
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            SeedReport report = database.reset(seed);
            assertThat(report.now()).isEqualTo(now);
            assertThat(db().rows("select thing from part")).isEqualTo(things());
            DatabaseAssert expected =
                    DatabaseAssert.assertThat(db().dataSource()).placeholders(now);
            expected.hasRowsOf(BackupSource.of(rows), BackupSource.of(parts));
            DatabaseAssert.assertThat(db().dataSource())
                    .hasRowsOf(
                            BackupSource.of(things("{'id':1,'born':'2024-02-29','document':{'on':['2024-03-01']}}")));
        }
    }

    @Test
    default void whatIsNoPlaceholderIsNamedByFileTableRowAndField() throws Exception {
        db().execute(
                        "create table thing (id ${bigint} primary key, name ${text})",
                        "insert into thing values (9, 'old')");
        Path rows = things("{'id':1,'name':'a'}", "{'id':2,'name':'${nwo}'}");
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            assertThatThrownBy(() -> database.reset(Fixture.of(rows).placeholders()))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("thing.json")
                    .hasMessageContaining("table thing, row 2, field name")
                    .hasMessageContaining("${nwo}");
            assertThat(things()).containsExactly("old");
        }
    }

    @Test
    default void rowsWithMomentsAreLoadedAgainWhenTheseAreOver() throws Exception {
        for (SeedScope scope : SeedScope.values()) {
            db().execute(
                            "create table thing (id ${identity}, name ${text})",
                            "insert into thing (name) values ('old')");
            Instant[] now = {Instant.parse("2024-03-01T23:57:30Z")};
            Fixture seed = Fixture.of(things("{'id':4,'name':'${now}'}"))
                    .scope(scope)
                    .placeholders(() -> now[0], ZoneOffset.UTC);
            Fixture other = Fixture.of(things("{'id':4,'name':'${uuid:a}'}"))
                    .scope(scope)
                    .placeholders(() -> now[0], ZoneOffset.UTC);
            try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
                assertThat(database.reset(seed).loaded()).isTrue();
                db().execute("insert into thing (name) values ('new')");
                String next =
                        db().rows("select id from thing where name = 'new'").get(0);
                now[0] = Instant.parse("2024-03-01T23:58:20Z");
                assertThat(database.reset(seed).loaded()).isFalse();
                assertThat(things()).containsExactly("2024-03-01T23:57:30Z");
                for (String later : List.of("2024-03-01T23:59:50Z", "2024-03-02T00:00:05Z")) {
                    db().execute("insert into thing (name) values ('more')");
                    now[0] = Instant.parse(later);
                    SeedReport report = database.reset(seed);
                    assertThat(report.loaded()).isTrue();
                    assertThat(report.now()).isEqualTo(now[0]);
                    assertThat(things()).containsExactly(later);
                    db().execute("insert into thing (name) values ('new')");
                    if (db().can(TestDatabase.Ability.NUMBERS_WITHOUT_GAPS)) {
                        assertThat(db().rows("select id from thing where name = 'new'"))
                                .containsExactly(next);
                    }
                }
                assertThat(database.reset(other).loaded()).isTrue();
                now[0] = Instant.parse("2024-03-05T00:00:00Z");
                assertThat(database.reset(other).loaded()).isFalse();
            }
            db().execute("drop table thing");
        }
    }
}
