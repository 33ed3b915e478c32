package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.BinaryText;
import dev.restore.plan.EpochUnit;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import dev.restore.testing.TestDatabase.Ability;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Values mean what their writer meant, which is decided for a column as a whole, or they are refused. */
interface DecodingContract extends ContractCase {

    private void createColumn(String type) throws SQLException {
        db().execute("drop table if exists piece", "create table piece (id ${bigint} primary key, v " + type + ")");
    }

    private static TestBackup pieces(String... values) {
        List<String> rows = new ArrayList<>();
        for (String value : values) {
            rows.add("{\"id\":" + (rows.size() + 1) + ",\"v\":" + value + "}");
        }
        return new TestBackup().exactly("piece", rows);
    }

    private List<String> column(String type, UnaryOperator<Restore> change, String... values) throws Exception {
        createColumn(type);
        Path backup = pieces(values).directory(java.nio.file.Files.createTempDirectory(temp(), "backup"));
        change.apply(restore(backup).verify(Verify.CONTENT)).run();
        return db().rows("select v from piece order by id");
    }

    private List<String> column(String type, String... values) throws Exception {
        return column(type, restore -> restore, values);
    }

    private PlanException asks(String type, String... values) throws Exception {
        createColumn(type);
        db().execute("insert into piece (id) values (77)");
        PlanException failure = failsWithoutTrace(
                PlanException.class, () -> freshly(pieces(values)).run());
        assertThat(failure.problems())
                .as(String.join(", ", values))
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.UNSUITABLE_VALUE);
        assertThat(failure.problems().get(0).message()).containsIgnoringCase("piece.v");
        return failure;
    }

    private void refusesRow(String type, String value) throws Exception {
        createColumn(type);
        db().execute("insert into piece (id) values (77)");
        failsWithoutTrace(LoadException.class, () -> freshly(pieces(value)).run());
    }

    @Test
    default void hexIsKnownByItsPrefix() throws Exception {
        assertThat(column("${binary}", "\"0xCAFE\"", "\"0x0a0b0c0d0e\"", "\"\"", "null"))
                .containsExactly("cafe", "0a0b0c0d0e", "", "∅");
        // Each of these could be base64, too.
        assertThat(column("${binary}", "\"0xBE\"", "\"0x102030\"", "\"0xffffffffff\""))
                .containsExactly("be", "102030", "ffffffffff");
        assertThat(column("${binary}", "\"\\\\xBEad\"", "\"\\\\x\"")).containsExactly("bead", "");
    }

    @Test
    default void bareHexIsTakenWhereItCannotBeBase64() throws Exception {
        createColumn("${binary}");
        Restore restore = freshly(pieces("\"C0FFEE\"", "\"BEEF\""));
        assertThat(restore.plan().describe()).contains("taken for hex");
        assertThat(restore.run().warnings()).anyMatch(warning -> warning.contains("taken for hex"));
        assertThat(db().rows("select v from piece order by id")).containsExactly("c0ffee", "beef");
    }

    @Test
    default void whatCouldBeHexAsWellAsBase64IsAskedAbout() throws Exception {
        PlanException failure = asks("${binary}", "\"CAFE0123\"", "\"BEEF\"");
        assertThat(failure.problems().get(0).describe())
                .contains("hex")
                .contains("base64")
                .contains("--binary-text");
        String[] values = {"\"CAFE0123\"", "\"BEEF\""};
        assertThat(column("${binary}", restore -> restore.binaryText(BinaryText.HEX), values))
                .containsExactly("cafe0123", "beef");
        assertThat(column("${binary}", restore -> restore.binaryText("piece", "v", BinaryText.BASE64), values))
                .containsExactly("080144d35db7", "044105");
        asks("${binary}", "\"0xCAFE\"", "\"+/+/\"");
        createColumn("${binary}");
        assertThat(failsWithoutTrace(
                                PlanException.class,
                                () -> freshly(pieces("\"AQ==\""))
                                        .binaryText("piece", "w", BinaryText.HEX)
                                        .run())
                        .problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.BAD_OPTION);
    }

    @Test
    default void oneTextDecidesForAllThatCouldBeBoth() throws Exception {
        createColumn("${binary}");
        RestoreReport report = freshly(pieces("\"BEEFCAFE\"", "\"+/+/\"")).run();
        assertThat(db().rows("select v from piece order by id")).containsExactly("044105080144", "fbffbf");
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("taken for base64"));
    }

    @Test
    default void otherWritersFormsOfBytesAreRead() throws Exception {
        assertThat(column("${binary}", "\"\\\\x00a\\\\xFF b\"", "\"plain\""))
                .containsExactly("0061ff2062", "706c61696e");
        assertThat(column("${binary}", "{\"type\":\"Buffer\",\"data\":[1,254]}", "{\"type\":\"Buffer\",\"data\":[]}"))
                .containsExactly("01fe", "");
        assertThat(column("${binary}", "{\"0\":7,\"1\":255,\"2\":0}")).containsExactly("07ff00");
        assertThat(column("${binary}", "\"base64:type252:+/+/\"")).containsExactly("fbffbf");
        assertThat(column("${binary}", "\"+/8\"", "\"+w\"")).containsExactly("fbff", "fb");
    }

    @Test
    default void whatDoesNotListBytesIsRefused() throws Exception {
        refusesRow("${binary}", "{\"type\":\"Buffer\",\"data\":[256]}");
        refusesRow("${binary}", "{\"type\":\"Buffer\",\"data\":[1.5]}");
        refusesRow("${binary}", "{\"0\":1,\"2\":2}");
        asks("${text}", "{\"type\":\"Buffer\",\"data\":[1]}");
        asks("${bigint}", "{\"type\":\"Buffer\",\"data\":[1]}");
        assertThat(column("${json}", "{\"type\":\"Buffer\",\"data\":[1]}"))
                .containsExactly("{\"type\":\"Buffer\",\"data\":[1]}");
    }

    @Test
    default void extendedJsonIsTheValueThatItNames() throws Exception {
        assertThat(column("${text}", "{\"$oid\":\"507f1f77bcf86cd799439011\"}", "\"plain\""))
                .containsExactly("507f1f77bcf86cd799439011", "plain");
        assertThat(column("${bigint}", "{\"$numberLong\":\"9007199254740995\"}", "3", "{\"$numberInt\":\"-4\"}"))
                .containsExactly("9007199254740995", "3", "-4");
        assertThat(column("${decimal}", "{\"$numberDecimal\":\"12.50\"}", "{\"$numberDouble\":\"0.5\"}"))
                .containsExactly("12.5", "0.5");
        assertThat(column(
                        "${binary}",
                        "{\"$binary\":{\"base64\":\"AQID\",\"subType\":\"00\"}}",
                        "{\"$binary\":\"AQ==\",\"$type\":\"0\"}"))
                .containsExactly("010203", "01");
        assertThat(column(
                        "${uuid}",
                        "{\"$uuid\":\"3b241101-e2bb-4255-8caf-4136c566a962\"}",
                        "{\"$binary\":{\"base64\":\"OyQRAeK7QlWMr0E2xWapYg==\",\"subType\":\"04\"}}"))
                .containsExactly("3b241101-e2bb-4255-8caf-4136c566a962", "3b241101-e2bb-4255-8caf-4136c566a962");
        String object = "{\"$oid\":\"507f1f77bcf86cd799439011\"}";
        assertThat(column("${json}", object)).containsExactly(object);
    }

    @Test
    default void datesOfExtendedJsonAreTimes() throws Exception {
        assumeTrue(db().can(Ability.MOMENTS), "this database has no type for moments");
        List<String> times = column(
                "${timestamptz}",
                "{\"$date\":\"2021-05-06T07:08:09.123Z\"}",
                "{\"$date\":{\"$numberLong\":\"1620284889123\"}}",
                "{\"$date\":1620284889123}",
                "{\"$date\":{\"$numberLong\":\"-1000\"}}");
        assertThat(times)
                .containsExactly(
                        "2021-05-06T07:08:09.123Z",
                        "2021-05-06T07:08:09.123Z",
                        "2021-05-06T07:08:09.123Z",
                        "1969-12-31T23:59:59Z");
    }

    @Test
    default void extendedJsonThatAColumnCannotHoldIsRefused() throws Exception {
        asks("${bigint}", "{\"$oid\":\"507f1f77bcf86cd799439011\"}");
        asks("${text}", "{\"$binary\":{\"base64\":\"AQID\",\"subType\":\"00\"}}");
        asks("${text}", "{\"$minKey\":1}");
        asks("${text}", "{\"$oid\":\"507f1f77bcf86cd799439011\"}", "{\"a\":1}");
        refusesRow("${text}", "{\"$oid\":\"507f\"}");
        refusesRow("${bigint}", "{\"$numberLong\":\"12.5\"}");
    }

    @Test
    default void numbersCountWhatIsSaid() throws Exception {
        assumeTrue(db().can(Ability.MOMENTS), "this database has no type for moments");
        assertThat(column("${timestamptz}", r -> r.epochUnit(EpochUnit.MICROSECONDS), "1620284889123456", "-1"))
                .containsExactly("2021-05-06T07:08:09.123456Z", "1969-12-31T23:59:59.999999Z");
        assertThat(column("${date}", r -> r.epochUnit("piece", "v", EpochUnit.DAYS), "18753", "-1", "0"))
                .containsExactly("2021-05-06", "1969-12-31", "1970-01-01");
        assertThat(column("${timestamptz}", r -> r.epochUnit(EpochUnit.NANOSECONDS), "1620284889123456000"))
                .containsExactly("2021-05-06T07:08:09.123456Z");
        assertThat(column(
                        "${timestamptz}",
                        r -> r.epochUnit(EpochUnit.SECONDS),
                        "\"1620284889\"",
                        "\"1620284889.123456\""))
                .containsExactly("2021-05-06T07:08:09Z", "2021-05-06T07:08:09.123456Z");
        createColumn("${timestamp}");
        failsWithoutTrace(
                LoadException.class,
                () -> freshly(pieces("999999999999"))
                        .epochUnit(EpochUnit.SECONDS)
                        .run());
    }

    @Test
    default void numbersThatCountSomethingElseAreAskedAbout() throws Exception {
        if (!db().can(Ability.CHECKS_TYPES)) {
            return;
        }
        assertThat(asks("${timestamptz}", "1620284889123456").problems().get(0).describe())
                .contains("microseconds");
        assertThat(asks("${timestamp}", "1620284889123456789").problems().get(0).describe())
                .contains("nanoseconds");
        for (String type : List.of("${date}", "${timestamp}", "${timestamptz}")) {
            assertThat(asks(type, "18753", "null").problems().get(0).describe()).contains("days");
        }
        assertThat(asks("${timestamp}", "45293.25").problems().get(0).describe())
                .contains("days");
        for (String digits : List.of("20210506", "20210506070809")) {
            assertThat(asks("${timestamptz}", digits, "null").problems().get(0).describe())
                    .contains("calendar day", "epochUnit, --epoch-unit");
        }
        assertThat(column("${timestamp}", "0", "7", "20210506", "1620284889"))
                .containsExactly(
                        "1970-01-01T00:00", "1970-01-01T00:00:07", "1970-08-22T22:01:46", "2021-05-06T07:08:09");
        refusesRow("${timestamptz}", "400000000000000");
    }

    @Test
    default void timesThatAreNoIsoAreRefused() throws Exception {
        if (!db().can(Ability.CHECKS_TYPES)) {
            return;
        }
        for (String word : List.of(
                "today", "now", "yesterday", "epoch", "03/04/2021", "3.4.2021", "4 Mar 2021", "21-03-04", "20210304")) {
            refusesRow("${date}", "\"" + word + "\"");
            refusesRow("${timestamp}", "\"" + word + "\"");
            refusesRow("${timestamptz}", "\"" + word + " 10:00\"");
        }
        for (String word : List.of("now", "allballs", "9 AM", "9:30", "0930", "09:30 PM")) {
            refusesRow("${time}", "\"" + word + "\"");
        }
    }

    @Test
    default void aDoubleInItsLongFormIsThatDouble() throws Exception {
        assertThat(column("${double}", "0.2999999999999999889", "0.30000000000000004441", "2.2204460492503130808e-16"))
                .containsExactly("0.3", "0.30000000000000004", "2.220446049250313E-16");
    }

    @Test
    default void aBackupIsComparedByWhatItsValuesMean() throws Exception {
        createColumn("${binary}");
        Path backup = pieces("\"0x0aff\"", "null", "\"0xBE\"").directory(temp().resolve("compared"));
        restore(backup).run();
        assertThat(Backup.verify(backup).against(db().dataSource()).run().agrees())
                .isTrue();
        db().execute("update piece set v = null where id = 1");
        assertThat(Backup.verify(backup).against(db().dataSource()).run().agrees())
                .isFalse();
    }

    @Test
    default void rejectedRowsAreWrittenAsTheyStood() throws Exception {
        db().execute("create table piece (id ${bigint} primary key, v ${binary}, n ${bigint} check (n < 5))");
        Path rejects = temp().resolve("rejects");
        TestBackup backup = new TestBackup()
                .table("piece", "{'id':1,'v':'C0FFEE','n':1}", "{'id':2,'v':'BEEF','n':7}", "{'id':3,'v':'XY','n':2}");
        RestoreReport report = restore(backup)
                .binaryText(BinaryText.HEX)
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects)
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(rejects.resolve("piece.ndjson"))
                .content()
                .contains("\"v\":\"BEEF\"")
                .contains("\"v\":\"XY\"");
        db().execute("delete from piece");
        assertThat(report.totals().rejected()).isEqualTo(2);
        assertThat(restore(rejects)
                        .mode(Mode.APPEND)
                        .binaryText(BinaryText.HEX)
                        .onRowError(RowErrors.reject())
                        .run()
                        .totals()
                        .rejected())
                .isEqualTo(2);
    }
}
