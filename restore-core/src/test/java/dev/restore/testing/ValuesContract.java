package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.outcome.LoadException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Verify;
import dev.restore.testing.TestDatabase.Ability;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values come back equal to what the backup says, or are refused. */
interface ValuesContract extends ContractCase {

    private List<String> roundTrip(String type, String... values) throws Exception {
        createThings(type);
        RestoreReport report = restore(things(values)).verify(Verify.CONTENT).run();
        assertThat(warnings(report)).as(type).isEmpty();
        return things();
    }

    private void createThings(String type) throws SQLException {
        db().execute("drop table if exists thing", "create table thing (id ${bigint} primary key, v " + type + ")");
    }

    private static TestBackup things(String... values) {
        List<String> rows = new ArrayList<>();
        for (String value : values) {
            rows.add("{\"id\":" + (rows.size() + 1) + ",\"v\":" + value + "}");
        }
        return new TestBackup().exactly("thing", rows);
    }

    private List<String> things() throws SQLException {
        return db().rows("select v from thing order by id");
    }

    private void refuses(String type, String value) throws Exception {
        createThings(type);
        db().execute("insert into thing (id) values (77)");
        RestoreException failure = failsWithoutTrace(
                RestoreException.class, () -> restore(things(value)).run());
        assertThat(failure).as("%s into %s", value, type).isInstanceOf(LoadException.class);
        if (value.length() > 6) {
            assertThat(failure).hasMessageNotContaining(value.substring(1, value.length() - 1));
        }
    }

    @Test
    default void tellsAbsentFromNullFromEmpty() throws Exception {
        db().execute("create table thing (id ${bigint} primary key, v ${text} default 'made up', "
                + "n ${bigint} default 5 not null, b ${boolean} default true)");
        restore(new TestBackup()
                        .table(
                                "thing",
                                "{'id':1}",
                                "{'id':2,'v':null,'n':0,'b':null}",
                                "{'id':3,'v':'','b':false}",
                                "{'v':'null','id':4,'n':7}",
                                "{'id':5,'v':null}",
                                "{'id':6}"))
                .run();
        assertThat(db().rows("select id, v, n, b from thing order by id"))
                .containsExactly(
                        "1|made up|5|true", "2|∅|0|∅", "3||5|false", "4|null|7|true", "5|∅|5|true", "6|made up|5|true");
    }

    @Test
    default void keepsEveryCharacter() throws Exception {
        List<String> texts = List.of(
                "😀👩\u200d👩\u200d👧",
                "e\u0301\u0323",
                "\u202eשלום\u202c مرحبا",
                "\udbff\udfff",
                "trailing blanks   ",
                "  leading",
                "tab\tand\rand\nand\\N and \\. and \"quotes\" and 'apostrophes'",
                "\u0001\u001f\u007f\u0085\u2028\ufeff\ufffd\uffff",
                "\\.",
                "\\N",
                "%_?:;$1${x}");
        List<String> json = texts.stream().map(ValuesContract::json).toList();
        assertThat(roundTrip("${text}", json.toArray(String[]::new))).containsExactlyElementsOf(texts);
    }

    /** Writes a JSON string, control characters and surrogates as escapes, everything else as it is. */
    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '\udbff' || c == '\udfff') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    @Test
    default void keepsIntegersToTheEndsOf64Bits() throws Exception {
        assertThat(roundTrip("${bigint}", "9223372036854775807", "-9223372036854775808", "0", "-1", "null"))
                .containsExactly("9223372036854775807", "-9223372036854775808", "0", "-1", "∅");
    }

    @Test
    default void refusesIntegersPast64Bits() throws Exception {
        refuses("${bigint}", "9223372036854775808");
        refuses("${bigint}", "-9223372036854775809");
    }

    @Test
    default void refusesTextInAnIntegerColumn() throws Exception {
        refuses("${bigint}", "\"twelve o'clock\"");
    }

    @Test
    default void refusesFractionsInAnIntegerColumn() throws Exception {
        refuses("${bigint}", "1.5");
    }

    @Test
    default void keepsDecimalsByTheirDigits() throws Exception {
        assertThat(roundTrip("${decimal}", "0.1", "-12.50", "123456789.123456", "1e2", "0", "7"))
                .containsExactly("0.1", "-12.5", "123456789.123456", "100", "0", "7");
    }

    @Test
    default void keepsLongDecimalsExactlyOrRefusesThem() throws Exception {
        String digits = "12345678901234567890.1234567891";
        if (db().can(Ability.EXACT_DECIMALS)) {
            assertThat(roundTrip("${decimal}", digits, "-" + digits)).containsExactly(digits, "-" + digits);
        } else {
            refuses("${decimal}", digits);
        }
    }

    @Test
    default void keepsFloatingPointNumbersToTheirLastBit() throws Exception {
        assertThat(roundTrip("${double}", "0.1", "1.7976931348623157E308", "4.9E-324", "-2.5", "3"))
                .containsExactly("0.1", "1.7976931348623157E308", "4.9E-324", "-2.5", "3.0");
    }

    @Test
    default void keepsBooleans() throws Exception {
        assertThat(roundTrip("${boolean}", "true", "false", "null")).containsExactly("true", "false", "∅");
    }

    @Test
    default void keepsDatesAndTimes() throws Exception {
        assertThat(roundTrip("${date}", "\"2024-02-29\"", "\"1582-10-15\"", "\"9999-12-31\"", "null"))
                .containsExactly("2024-02-29", "1582-10-15", "9999-12-31", "∅");
        assertThat(roundTrip("${time}", "\"00:00:00\"", "\"23:59:59.123456\"", "\"10:45\""))
                .containsExactly("00:00", "23:59:59.123456", "10:45");
        assertThat(roundTrip(
                        "${timestamp}",
                        "\"2024-03-31T02:30:00\"",
                        "\"2024-12-19 10:30:45.123456\"",
                        "\"1969-12-31T23:59:59.9\""))
                .containsExactly("2024-03-31T02:30", "2024-12-19T10:30:45.123456", "1969-12-31T23:59:59.900");
    }

    /** As ISO 8601 counts them, also those that the calendar reform left out. */
    @Test
    default void keepsDaysBeforeTheCalendarReform() throws Exception {
        assertThat(roundTrip("${date}", "\"0001-01-01\"", "\"1582-10-10\""))
                .containsExactly("0001-01-01", "1582-10-10");
        assertThat(roundTrip("${timestamp}", "\"1582-10-10T00:00:00\"")).containsExactly("1582-10-10T00:00");
    }

    @Test
    default void keepsMoments() throws Exception {
        assumeTrue(db().can(Ability.MOMENTS), "this database has no type for moments");
        assertThat(roundTrip(
                        "${timestamptz}",
                        "\"2024-12-19T10:30:45.123456Z\"",
                        "\"2024-12-19 10:30:45+02:00\"",
                        "\"2024-12-19T10:30:45-05:30\"",
                        "\"2024-12-19T10:30:45\""))
                .containsExactly(
                        "2024-12-19T10:30:45.123456Z",
                        "2024-12-19T08:30:45Z",
                        "2024-12-19T16:00:45Z",
                        "2024-12-19T10:30:45Z");
    }

    @Test
    default void takesTimesWithoutAZoneInTheZoneThatIsAskedFor() throws Exception {
        assumeTrue(db().can(Ability.MOMENTS), "this database has no type for moments");
        createThings("${timestamptz}");
        restore(things("\"2024-07-01T12:00:00\"", "\"2024-01-01T12:00:00\"", "\"2024-01-01T12:00:00Z\""))
                .zone(ZoneId.of("Europe/Berlin"))
                .run();
        assertThat(things()).containsExactly("2024-07-01T10:00:00Z", "2024-01-01T11:00:00Z", "2024-01-01T12:00:00Z");
    }

    @Test
    default void readsSecondsAndMillisecondsSinceTheEpoch() throws Exception {
        assumeTrue(db().can(Ability.MOMENTS), "this database has no type for moments");
        assertThat(roundTrip("${timestamptz}", "1734604245", "1734604245123"))
                .containsExactly("2024-12-19T10:30:45Z", "2024-12-19T10:30:45.123Z");
        assertThat(roundTrip("${timestamp}", "1734604245", "1734604245123"))
                .containsExactly("2024-12-19T10:30:45", "2024-12-19T10:30:45.123");
    }

    @Test
    default void refusesDaysThatDoNotExist() throws Exception {
        refuses("${date}", "\"2023-02-29\"");
        refuses("${timestamp}", "\"2024-13-01T00:00:00\"");
    }

    @Test
    default void keepsUuids() throws Exception {
        assertThat(roundTrip("${uuid}", "\"0c2b3f0e-7d0a-4a53-9d1b-0a1b2c3d4e5f\"", "null"))
                .containsExactly("0c2b3f0e-7d0a-4a53-9d1b-0a1b2c3d4e5f", "∅");
    }

    @Test
    default void readsBytesInBase64AndInHex() throws Exception {
        assertThat(roundTrip("${binary}", "\"3q2+7w==\"", "\"\\\\xDEADbeef\"", "\"\"", "null"))
                .containsExactly("deadbeef", "deadbeef", "", "∅");
    }

    @Test
    default void refusesBytesThatAreNeitherBase64NorHex() throws Exception {
        refuses("${binary}", "\"not ! base64\"");
        refuses("${binary}", "\"\\\\xABC\"");
    }

    @Test
    default void keepsObjectsAndArrays() throws Exception {
        String object = "{\"a\": [1, 2.50, true, null, \"x y\"]}";
        String compact = "{\"a\":[1,2.50,true,null,\"x y\"]}";
        assertThat(roundTrip("${json}", object, "[]", "{}", "null")).containsExactly(compact, "[]", "{}", "∅");
        assertThat(roundTrip("${text}", object, "[1, 2]", "\"plain\"")).containsExactly(compact, "[1,2]", "plain");
    }

    @Test
    default void refusesObjectsInAnIntegerColumn() throws Exception {
        createThings("${bigint}");
        db().execute("insert into thing (id) values (77)");
        PlanException failure = failsWithoutTrace(
                PlanException.class, () -> restore(things("1", "{\"a\": 1}")).run());
        assertThat(failure.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.UNSUITABLE_VALUE);
    }

    @Test
    default void writesNumbersAndBooleansIntoTextAsTheyStand() throws Exception {
        assertThat(roundTrip("${text}", "12", "1.50", "true")).containsExactly("12", "1.50", "true");
    }

    @Test
    default void restoresALongTextAmongSmallBatches() throws Exception {
        String text = "long ü ".repeat(20_000);
        createThings("${text}");
        restore(things("\"" + text + "\"", "\"short\"", "\"" + text + "\""))
                .batchBytes(1)
                .run();
        assertThat(things()).containsExactly(text, "short", text);
    }
}
