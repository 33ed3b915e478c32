package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows whose key is taken: they fail, are skipped, or change the row that is there; each is counted, and nothing else is hidden. */
interface ConflictContract extends ContractCase {

    private Restore appending(TestBackup backup, ConflictPolicy policy) throws Exception {
        return freshly(backup).mode(Mode.APPEND).onConflict(policy);
    }

    private static void assertCounts(RestoreReport report, String table, long inserted, long updated, long unchanged) {
        TableReport counts = report.tables().stream()
                .filter(t -> t.table().equalsIgnoreCase(table))
                .findFirst()
                .orElseThrow();
        assertThat(List.of(counts.inserted(), counts.updated(), counts.unchanged()))
                .as("inserted, updated, unchanged of %s", table)
                .containsExactly(inserted, updated, unchanged);
    }

    private TestBackup changedLibrary() {
        return new TestBackup()
                .table("library_author", "{'id':3,'name':'Anna','boss':7}", "{'id':4,'name':'Dee','boss':3}")
                .table(
                        "library_book",
                        "{'id':20,'author_id':9,'title':'Tides','pages':120}",
                        "{'id':21,'author_id':4,'title':'Sand','pages':5}",
                        "{'id':22,'author_id':4,'title':'Fog','pages':null}");
    }

    @Test
    default void aTakenKeyFailsUnlessSaidOtherwise() throws Exception {
        createLibrary();
        restore(library()).run();
        failsWithoutTrace(
                LoadException.class,
                () -> appending(changedLibrary(), ConflictPolicy.fail()).run());
    }

    @Test
    default void skippedRowsStayAsTheyAre() throws Exception {
        createLibrary();
        restore(library()).run();
        RestoreReport report =
                appending(changedLibrary(), ConflictPolicy.skip()).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertCounts(report, "library_author", 1, 0, 1);
        assertCounts(report, "library_book", 1, 0, 2);
        assertThat(authors()).containsExactly("3|Ann|7", "4|Dee|3", "7|Bea|∅", "9|Cy|3");
        assertThat(books()).containsExactly("20|9|Tides|120", "21|3|Sand|∅", "22|4|Fog|∅");
    }

    @Test
    default void updatedRowsGetTheValuesOfTheBackup() throws Exception {
        createLibrary();
        restore(library()).run();
        RestoreReport report =
                appending(changedLibrary(), ConflictPolicy.update()).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertCounts(report, "library_author", 1, 1, 0);
        assertCounts(report, "library_book", 1, 1, 1);
        assertThat(authors()).containsExactly("3|Anna|7", "4|Dee|3", "7|Bea|∅", "9|Cy|3");
        assertThat(books()).containsExactly("20|9|Tides|120", "21|4|Sand|5", "22|4|Fog|∅");
        RestoreReport again =
                appending(changedLibrary(), ConflictPolicy.update()).run();
        assertCounts(again, "library_author", 0, 0, 2);
        assertCounts(again, "library_book", 0, 0, 3);
    }

    /** Also with references to rows that come later. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    default void ofRowsWithOneKeyTheFirstStaysOrTheLastHolds(int batchRows) throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table(
                        "library_author",
                        "{'id':1,'name':'a','boss':11}",
                        "{'id':1,'name':'b','boss':12}",
                        "{'id':2,'name':'a','boss':11}",
                        "{'id':2,'name':'b','boss':null}",
                        "{'id':3,'name':'a','boss':null}",
                        "{'id':3,'name':'b','boss':12}",
                        "{'id':4,'name':'a','boss':12}",
                        "{'id':11,'name':'c','boss':null}",
                        "{'id':4,'name':'b','boss':11}",
                        "{'id':12,'name':'d','boss':null}");
        appending(backup, ConflictPolicy.skip()).batchRows(batchRows).run();
        assertThat(authors()).containsExactly("1|a|11", "2|a|11", "3|a|∅", "4|a|12", "11|c|∅", "12|d|∅");
        db().execute("update library_author set boss = null", "delete from library_author");
        appending(backup, ConflictPolicy.update()).batchRows(batchRows).run();
        assertThat(authors()).containsExactly("1|b|12", "2|b|∅", "3|b|12", "4|b|11", "11|c|∅", "12|d|∅");
    }

    /** OR REPLACE would delete the author and, by cascade, the books. */
    @Test
    default void updatingDeletesNothing() throws Exception {
        db().execute(
                        "create table parent (id ${bigint} primary key, note ${text})",
                        "create table child (id ${bigint} primary key, parent_id ${bigint} references parent (id) on delete cascade)",
                        "insert into parent values (1, 'old')",
                        "insert into child values (10, 1)");
        RestoreReport report = appending(
                        new TestBackup().table("parent", "{'id':1,'note':'new'}"), ConflictPolicy.update())
                .run();
        assertCounts(report, "parent", 0, 1, 0);
        assertThat(db().rows("select id, note from parent")).containsExactly("1|new");
        assertThat(db().rows("select id, parent_id from child")).containsExactly("10|1");
    }

    @Test
    default void absentFieldsAreLeftAlone() throws Exception {
        createLibrary();
        restore(library()).run();
        appending(
                        new TestBackup().table("library_book", "{'id':20,'author_id':9,'title':'Ebb'}"),
                        ConflictPolicy.update())
                .run();
        assertThat(books()).containsExactly("20|9|Ebb|120", "21|3|Sand|∅");
    }

    /** OR IGNORE and an ON CONFLICT without a key would swallow these. */
    @Test
    default void otherViolationsAreNotHidden() throws Exception {
        createLibrary();
        restore(library()).run();
        for (String bad : List.of(
                "{'id':30,'author_id':3,'title':'Tides','pages':1}",
                "{'id':30,'author_id':3,'title':null,'pages':1}",
                "{'id':30,'author_id':3,'title':'New','pages':-1}",
                "{'id':20,'author_id':3,'title':'Sand','pages':1}")) {
            for (ConflictPolicy policy : List.of(ConflictPolicy.skip(), ConflictPolicy.update())) {
                if (bad.contains("20") && policy.action() == ConflictPolicy.Action.SKIP) {
                    continue;
                }
                failsWithoutTrace(
                        LoadException.class,
                        () -> appending(new TestBackup().table("library_book", bad), policy)
                                .run());
            }
        }
        RestoreReport report = appending(
                        new TestBackup()
                                .table(
                                        "library_book",
                                        "{'id':20,'author_id':3,'title':'Ebb','pages':1}",
                                        "{'id':30,'author_id':3,'title':'Sand','pages':1}",
                                        "{'id':31,'author_id':3,'title':'New','pages':1}"),
                        ConflictPolicy.update())
                .onRowError(RowErrors.reject())
                .run();
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertCounts(report, "library_book", 1, 1, 0);
        assertThat(books()).containsExactly("20|3|Ebb|1", "21|3|Sand|∅", "31|3|New|1");
    }

    @Test
    default void rowsAreToldApartByANamedKey() throws Exception {
        createLibrary();
        restore(library()).run();
        RestoreReport report = freshly(new TestBackup()
                        .table(
                                "library_book",
                                "{'id':99,'author_id':7,'title':'Tides','pages':7}",
                                "{'id':98,'author_id':7,'title':'Dust','pages':8}"))
                .mode(Mode.APPEND)
                .onConflict("library_book", ConflictPolicy.update().by("title"))
                .run();
        assertCounts(report, "library_book", 1, 1, 0);
        assertThat(books()).containsExactly("20|7|Tides|7", "21|3|Sand|∅", "98|7|Dust|8");
    }

    @Test
    default void rowsWithoutTheirPrimaryKeyAreToldApartByAUniqueOne() throws Exception {
        createLibrary();
        restore(library()).run();
        RestoreReport report = appending(
                        new TestBackup().table("library_book", "{'author_id':7,'title':'Tides','pages':7}"),
                        ConflictPolicy.skip())
                .run();
        assertCounts(report, "library_book", 0, 0, 1);
    }

    @Test
    default void aNullInAKeyIsNeverTaken() throws Exception {
        db().execute("create table loose (a ${bigint}, b ${bigint}, note ${text}, unique (a, b))");
        TestBackup backup = new TestBackup()
                .table("loose", "{'a':1,'b':null,'note':'x'}", "{'a':1,'b':2,'note':'y'}", "{'a':1,'b':2,'note':'z'}");
        RestoreReport first = appending(backup, ConflictPolicy.skip()).run();
        assertCounts(first, "loose", 2, 0, 1);
        RestoreReport second = appending(backup, ConflictPolicy.update()).run();
        assertCounts(second, "loose", 1, 1, 1);
        assertThat(db().rows("select a, b, note from loose order by b, note")).contains("1|2|z");
    }

    @Test
    default void aTableWithoutAKeyIsAProblem() throws Exception {
        db().execute("create table heap (a ${bigint})");
        PlanException none = failsWithoutTrace(
                PlanException.class,
                () -> appending(new TestBackup().table("heap", "{'a':1}"), ConflictPolicy.skip())
                        .run());
        assertThat(none).hasMessageContaining("no primary or unique key");
        createLibrary();
        PlanException wrong = failsWithoutTrace(
                PlanException.class,
                () -> restore(library())
                        .mode(Mode.APPEND)
                        .onConflict("library_book", ConflictPolicy.skip().by("pages"))
                        .onConflict("nothing", ConflictPolicy.skip())
                        .run());
        assertThat(wrong).hasMessageContaining("no primary or unique key pages").hasMessageContaining("nothing");
    }

    @Test
    default void replacingLeavesNothingToConflictWith() throws Exception {
        createLibrary();
        Restore restore = restore(library()).onConflict(ConflictPolicy.skip());
        assertThatIllegalArgumentException().isThrownBy(restore::run).withMessageContaining("append");
    }

    /** The reference goes row by row: the first one in wins or loses, as the policy says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50_000})
    default void isTheSameAsRowByRow(int batchRows) throws Exception {
        db().execute("create table item (id ${bigint} primary key, v ${bigint})");
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, conflicts: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        Map<Integer, Integer> reference = new TreeMap<>();
        for (int run = 0; run < 3; run++) {
            boolean update = random.nextBoolean();
            long[] counts = new long[3];
            List<String> rows = new ArrayList<>();
            for (int i = 1 + random.nextInt(30); i > 0; i--) {
                int id = random.nextInt(25);
                int value = random.nextInt(3);
                rows.add("{'id':" + id + ",'v':" + value + "}");
                Integer there = reference.get(id);
                if (there == null) {
                    counts[0]++;
                    reference.put(id, value);
                } else if (update && there != value) {
                    counts[1]++;
                    reference.put(id, value);
                } else {
                    counts[2]++;
                }
            }
            RestoreReport report = appending(
                            new TestBackup().table("item", rows.toArray(String[]::new)),
                            update ? ConflictPolicy.update() : ConflictPolicy.skip())
                    .batchRows(batchRows)
                    .run();
            assertCounts(report, "item", counts[0], counts[1], counts[2]);
            assertThat(db().rows("select id, v from item order by id"))
                    .as("seed %d", seed)
                    .isEqualTo(reference.entrySet().stream()
                            .map(entry -> entry.getKey() + "|" + entry.getValue())
                            .toList());
        }
    }
}
