package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.Problem.Kind;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.UnknownColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Names are matched, and everything that stands in the way is said at once, before anything changes. */
interface PlanContract extends ContractCase {

    private List<Problem> problems(Restore restore) throws SQLException {
        PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
        RestorePlan plan = restore.plan();
        assertThat(plan.feasible()).isFalse();
        assertThat(plan.problems()).isEqualTo(failure.problems());
        for (Problem problem : failure.problems()) {
            assertThat(plan.describe().replaceAll("\\s+", " ")).contains(problem.message());
            assertThat(failure).hasMessageContaining(problem.message());
            assertThat(problem.remedy()).isNotBlank();
        }
        return failure.problems();
    }

    private void createItems() throws SQLException {
        db().execute(
                        "create table item (id ${bigint} primary key, full_name ${text}, price ${bigint} default 1)",
                        "insert into item values (1, 'old', 3)");
    }

    private List<String> items() throws SQLException {
        return db().rows("select id, full_name, price from item order by id");
    }

    @Test
    default void planningChangesNothingAndTellsWhatWillHappen() throws Exception {
        createLibrary();
        fillLibrary();
        DatabaseState before = DatabaseState.of(db());
        RestorePlan plan = restore(library()).plan();
        DatabaseState.of(db()).assertSameAs(before);
        assertThat(plan.feasible()).isTrue();
        assertThat(plan.dialect()).isEqualTo(db().dialect());
        assertThat(plan.rowsToDelete()).isEqualTo(4);
        assertThat(plan.tables())
                .extracting(t -> t.target().name().name().toLowerCase(Locale.ROOT))
                .containsExactly("library_author", "library_book");
        assertThat(plan.describe().lines().count()).isGreaterThan(2);
        assertThat(plan.describe())
                .containsIgnoringCase("library_author")
                .containsIgnoringCase("library_book")
                .doesNotContain("Tides", "old book");
    }

    @Test
    default void saysAllProblemsAtOnce() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = new TestBackup()
                .table("library_author", "{'id':1,'nickname':'x','shoe_size':44}")
                .table("no_such_table", "{'id':1}")
                .table("nor_this", "{'id':1}");
        assertThat(problems(restore(backup)))
                .extracting(Problem::kind)
                .containsExactlyInAnyOrder(
                        Kind.UNKNOWN_TABLE,
                        Kind.UNKNOWN_TABLE,
                        Kind.UNKNOWN_COLUMN,
                        Kind.UNKNOWN_COLUMN,
                        Kind.MISSING_VALUE,
                        Kind.OUTSIDE_REFERENCE);
    }

    @Test
    default void refusesATableThatDoesNotExist() throws Exception {
        createItems();
        assertThat(problems(restore(new TestBackup().table("itm", "{'id':1}"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(Kind.UNKNOWN_TABLE);
                    assertThat(problem.describe()).contains("itm");
                });
    }

    @Test
    default void refusesAFieldWithoutAColumnUnlessItMayBeIgnored() throws Exception {
        createItems();
        Restore restore =
                restore(new TestBackup().table("item", "{'id':2,'full_name':'a','colour':'red'}", "{'id':3}"));
        assertThat(problems(restore)).extracting(Problem::kind).containsExactly(Kind.UNKNOWN_COLUMN);
        restore.unknownColumns(UnknownColumns.IGNORE).run();
        assertThat(items()).containsExactly("2|a|1", "3|∅|1");
    }

    @Test
    default void refusesAFieldThatOnlyTheLastRowHas() throws Exception {
        createItems();
        String[] rows = new String[500];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "{'id':" + i + (i == 499 ? ",'colour':'red'}" : "}");
        }
        failsWithoutTrace(
                RestoreException.class,
                () -> restore(new TestBackup().table("item", rows)).run());
    }

    @Test
    default void refusesAColumnThatMustHaveAValueUnlessOneIsGiven() throws Exception {
        db().execute("create table item (id ${bigint} primary key, owner ${text} not null, n ${bigint} not null)");
        Restore restore = restore(new TestBackup().table("item", "{'id':1}", "{'id':2}"));
        assertThat(problems(restore))
                .extracting(Problem::kind)
                .containsOnly(Kind.MISSING_VALUE)
                .hasSize(2);
        restore.defaultValue("item", "owner", "nobody")
                .defaultValue("item", "n", 12)
                .run();
        assertThat(db().rows("select id, owner, n from item order by id"))
                .containsExactly("1|nobody|12", "2|nobody|12");
    }

    @Test
    default void givesADefaultValueOnlyToRowsThatDoNotCarryTheColumn() throws Exception {
        createItems();
        restore(new TestBackup().table("item", "{'id':1,'full_name':'own'}", "{'id':2}", "{'id':3,'full_name':null}"))
                .defaultValue("item", "full_name", "given")
                .run();
        assertThat(items()).containsExactly("1|own|1", "2|given|1", "3|∅|1");
    }

    @Test
    default void refusesAView() throws Exception {
        createItems();
        db().execute("create view cheap as select * from item");
        assertThat(problems(restore(new TestBackup().table("cheap", "{'id':1}"))))
                .extracting(Problem::kind)
                .containsExactly(Kind.NOT_A_TABLE);
    }

    @Test
    default void matchesNamesWhateverTheirCase() throws Exception {
        createItems();
        restore(new TestBackup().table("ITEM", "{'Id':4,'FULL_NAME':'a','Price':2}"))
                .run();
        assertThat(items()).containsExactly("4|a|2");
    }

    @Test
    default void matchesCamelCaseWithSnakeCase() throws Exception {
        createLibrary();
        restore(new TestBackup()
                        .table("libraryAuthor", "{'id':1,'name':'Ann'}")
                        .table("libraryBook", "{'id':2,'authorId':1,'title':'T'}"))
                .run();
        assertThat(books()).containsExactly("2|1|T|∅");
    }

    @Test
    default void refusesFieldsThatFitTheSameColumn() throws Exception {
        createItems();
        assertThat(problems(restore(new TestBackup().table("item", "{'id':1,'full_name':'a','fullName':'b'}"))))
                .extracting(Problem::kind)
                .containsExactly(Kind.AMBIGUOUS_NAME);
    }

    @Test
    default void refusesTablesThatFitTheSameTable() throws Exception {
        createItems();
        assertThat(problems(restore(new TestBackup().table("Item", "{'id':1}").table("ITEM_", "{'id':2}"))
                        .map("ITEM_", "item")))
                .extracting(Problem::kind)
                .containsOnly(Kind.AMBIGUOUS_NAME);
    }

    @Test
    default void followsExplicitNames() throws Exception {
        createItems();
        restore(new TestBackup().table("articles", "{'nr':5,'label':'a','price':9}"))
                .map("articles", "item")
                .map("articles", "nr", "id")
                .map("articles", "label", "full_name")
                .run();
        assertThat(items()).containsExactly("5|a|9");
    }

    @Test
    default void refusesExplicitNamesOfNothing() throws Exception {
        createItems();
        TestBackup backup = new TestBackup().table("item", "{'id':1}");
        assertThat(problems(restore(backup).map("itm", "item")))
                .extracting(Problem::kind)
                .containsOnly(Kind.BAD_OPTION);
        assertThat(problems(restore(backup).defaultValue("item", "colour", "red")))
                .extracting(Problem::kind)
                .containsOnly(Kind.BAD_OPTION);
        assertThat(problems(restore(backup).only("itm")))
                .extracting(Problem::kind)
                .containsOnly(Kind.BAD_OPTION);
    }

    @Test
    default void restoresOnlySomeTables() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = library()
                .table("library_book", "{'id':5,'author_id':2,'title':'T'}")
                .table("junk", "{}");
        restore(backup).only("library_book").run();
        assertThat(books()).containsExactly("5|2|T|∅");
        assertThat(authors()).containsExactly("1|old boss|∅", "2|old|1");
        restore(backup).except("junk", "library_author").run();
        assertThat(books()).containsExactly("5|2|T|∅");
        assertThat(authors()).hasSize(2);
    }

    @Test
    default void keepsToOddNames() throws Exception {
        String table = "x\"; DROP TABLE y; --";
        String column = "select 'a' \"b\" ü";
        db().execute(
                        "create table y (id ${bigint} primary key)",
                        "insert into y values (1)",
                        "create table " + db().quote(table) + " (" + db().quote("order") + " ${bigint} primary key, "
                                + db().quote(column) + " ${text})",
                        "create table " + db().quote("group") + " (" + db().quote("my id") + " ${identity}, "
                                + db().quote("user") + " ${bigint} references " + db().quote(table) + " ("
                                + db().quote("order") + "))");
        String all = "{\"x\\\"; DROP TABLE y; --\": [{\"order\": 1, \"select 'a' \\\"b\\\" ü\": \"v\"}],"
                + " \"group\": [{\"my id\": 7, \"user\": 1}]}";
        Restore restore = restore(Files.writeString(temp().resolve("all.json"), all));
        restore.run();
        restore.batchRows(1).run();
        assertThat(db().rows("select * from " + db().quote(table))).containsExactly("1|v");
        assertThat(db().rows("select * from " + db().quote("group"))).containsExactly("7|1");
        assertThat(db().rows("select * from y")).containsExactly("1");
        db().execute("insert into " + db().quote("group") + " (" + db().quote("user") + ") values (1)");
        assertNextNumber(8, "select max(" + db().quote("my id") + ") from " + db().quote("group"));
    }

    @Test
    default void findsATableInAnotherSchema() throws Exception {
        createItems();
        db().execute(
                        "create schema other",
                        "create table other.item (id ${bigint} primary key)",
                        "create table other.extra (id ${bigint})");
        restore(new TestBackup().table("item", "{'id':6}").table("more", "{'id':7}"))
                .map("more", "other.extra")
                .run();
        assertThat(items()).containsExactly("6|∅|1");
        assertThat(db().rows("select id from other.extra")).containsExactly("7");
        assertThat(db().rows("select id from other.item")).isEmpty();
        restore(new TestBackup().table("item", "{'id':8}"))
                .only("item")
                .schema(db().inWords("${other}"))
                .run();
        assertThat(db().rows("select id from other.item")).containsExactly("8");
        assertThat(items()).containsExactly("6|∅|1");
    }

    @Test
    default void aBackupWithoutAnyRowEmptiesNothing() throws Exception {
        createItems();
        RestoreReport report = restore(new TestBackup().table("item")).run();
        assertThat(report.totals().read()).isZero();
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("nothing is emptied"));
        assertThat(items()).containsExactly("1|old|3");
    }

    @Test
    default void aParallelRestoreNeedsResumableAndConnectionsOfItsOwn() throws Exception {
        createLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        assertThatThrownBy(restore(backup).parallel(2)::plan)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parallel needs resumable");
        for (int wrong : List.of(0, 65)) {
            assertThatThrownBy(() -> restore(backup).resumable().parallel(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 1 to 64");
        }
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            PlanException refused = catchThrowableOfType(
                    PlanException.class,
                    () -> Restore.from(backup)
                            .into(connection)
                            .resumable()
                            .parallel(2)
                            .run());
            assertThat(refused).hasMessageContaining("the caller's only");
            connection.rollback();
        }
    }
}
