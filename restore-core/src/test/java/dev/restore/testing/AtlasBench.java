package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Where restores over several connections are tried: tables that refer to each other, and a backup of them in many files. */
interface AtlasBench extends ContractCase {

    /** Three tables on the first level, one of them a tree, two on the next, and one without a key behind them. */
    List<String> TABLES = List.of("region", "tag", "tree", "city", "label", "visit");

    /** Creates the tables, and one that no backup knows. */
    default void createAtlas() throws SQLException {
        db().execute(
                        "create table region (id ${bigint} primary key, name ${text})",
                        "create table tag (id ${bigint} primary key, name ${text})",
                        "create table tree (id ${bigint} primary key, up ${bigint} references tree (id))",
                        "create table city (id ${bigint} primary key, region_id ${bigint} not null references region (id), "
                                + "name ${text})",
                        "create table label (id ${bigint} primary key, tag_id ${bigint} references tag (id))",
                        "create table visit (city_id ${bigint} not null references city (id), "
                                + "label_id ${bigint} references label (id), amount ${bigint})",
                        "create table bystander (id ${bigint} primary key)",
                        "insert into bystander values (1)");
    }

    /** Fills the tables and writes a backup in which each has several files. */
    default Path atlas(int visits) throws Exception {
        String pad = "x".repeat(150);
        for (int i = 1; i <= 14; i++) {
            db().execute(
                            "insert into region values (" + i + ", '" + pad + i + "')",
                            "insert into tag values (" + i + ", '" + pad + i + "')",
                            "insert into tree values (" + i + ", " + (i == 1 ? "null" : "" + (i - 1)) + ")");
        }
        for (int i = 1; i <= 14; i++) {
            db().execute(
                            "insert into city values (" + i + ", " + (1 + i % 14) + ", '" + pad + i + "')",
                            "insert into label values (" + i + ", " + (15 - i) + ")");
        }
        for (int i = 0; i < visits; i++) {
            db().execute("insert into visit values (" + (1 + i % 14) + ", " + (1 + i * 5 % 14) + ", " + i + ")");
        }
        Path backup = temp().resolve("atlas");
        Backup.of(db().dataSource()).except("bystander").partBytes(1024).write(backup);
        try (Stream<Path> files = Files.walk(backup)) {
            assertThat(files.filter(file -> file.toString().endsWith(".ndjson")).count())
                    .isGreaterThanOrEqualTo(12);
        }
        return backup;
    }

    /** Returns the rows of all tables. */
    default List<String> contents() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : TABLES) {
            List<String> rows = db().rows("select '" + table + "', t.* from " + table + " t");
            all.addAll(rows.stream().sorted().toList());
        }
        all.addAll(db().rows("select id from bystander"));
        return all;
    }

    /** Makes the tables differ from the backup. */
    default void disturb() throws SQLException {
        db().execute("delete from visit where amount > 3", "insert into region values (99, 'old')");
    }

    /** Begins a restore over so many connections. */
    default Restore parallel(Path backup, int connections) {
        return restore(backup).resumable().parallel(connections);
    }

    /** Begins one that compares every value in the end. */
    default Restore comparing(Path backup, int connections) {
        return parallel(backup, connections).verify(Verify.CONTENT);
    }

    /** Lets a restore end at its n-th event. */
    static Restore endingAt(Restore restore, int event) {
        AtomicInteger told = new AtomicInteger();
        return restore.listener(e -> {
            if (told.incrementAndGet() == event && !(e instanceof RestoreEvent.Finished)) {
                throw new ResumableContract.Ended();
            }
        });
    }

    /** Checks that the rows are those, and that nothing of the run is left beside them. */
    default void assertFinished(List<String> expected, String what) throws SQLException {
        assertThat(contents()).as(what).isEqualTo(expected);
        assertThat(db().tables()).as(what).noneMatch(name -> name.equalsIgnoreCase("restore_checkpoint"));
        assertThat(db().leftovers()).as(what).isEmpty();
    }
}
