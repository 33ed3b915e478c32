package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.Verify;
import dev.restore.testing.TableCopy;
import dev.restore.testing.TestBackup;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of PostgreSQL's own types are read in a form that gives them again, and compared with the backup's. */
class PostgresContentTest extends OwnerCase {

    private static TestBackup backup(String values) {
        List<String> rows = new ArrayList<>();
        rows.add("{\"id\":0,\"v\":null}");
        for (String value : values.split(" ; ", -1)) {
            rows.add("{\"id\":" + rows.size() + ",\"v\":" + value + "}");
        }
        return new TestBackup().exactly("thing", rows);
    }

    private RestoreReport restored(String type, String values) throws Exception {
        db().execute(
                        "create type mood as enum ('sad', 'so so')",
                        "create domain posint as int check (value > 0)",
                        "create domain words as text[]",
                        "create type pair as (a text, b int)",
                        "create table thing (id int primary key, v " + type + ")",
                        "create table copied (id int primary key, v " + type + ")");
        RestoreReport report = restore(backup(values)).verify(Verify.CONTENT).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        return report;
    }

    private void assertCopied() throws SQLException {
        TableCopy.make(db(), "thing", "copied");
        assertThat(db().rows("select v::text from copied order by id"))
                .isEqualTo(db().rows("select v::text from thing order by id"));
        assertThat(TableCopy.cells(db(), "copied")).isEqualTo(TableCopy.cells(db(), "thing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean | true ; 0 ; \"t\" ; \"FALSE\"",
                "smallint | -32768 ; 7.000 ; 1e2 ; \"42\"",
                "posint | 7",
                "numeric | 123456789012345678901234567890.000000000000000000000000000001 ; \"NaN\" ; 1e30 ; -0.0 ; 12",
                "numeric(10,2) | 12.3400 ; \"12.3\" ; -5",
                "numeric(3,-2) | 12300",
                "real | 1.1 ; \"Infinity\" ; 1e-30 ; 3 ; -0.0",
                "double precision | 0.30000000000000004 ; 1.5e300 ; \"NaN\" ; 7",
                "money | 1234.56 ; -7",
                "char(5) | \"ab\" ; \"a b\" ; \"abcde\" ; \"\"",
                "varchar(3) | \"äöü\" ; 12",
                "text | \"tab\\tline\\nback\\\\slash\\r\\b\\f\\u000b\\\\N \\\\.\" ; \"\" ; \"😀\" ; {\"a\":\"b\\\\n\"}",
                "bytea | \"\\\\xdeadbeef00\" ; \"3q2+7w==\" ; \"\"",
                "date | \"2024-02-29\" ; \"infinity\" ; \"5874897-12-31\" ; 172800 ; \"0044-03-15 BC\"",
                "time | \"23:59:59.999999\" ; \"24:00:00\" ; \"10:45\"",
                "timetz | \"12:00:00+05:30\" ; \"12:00:00-15:59\"",
                "timestamp | \"2024-06-30T23:59:59.123456\" ; \"-infinity\" ; 1734604245123 ; \"0044-03-15 12:00:00 BC\"",
                "timestamptz | \"2024-03-31T02:30:00+02:00\" ; \"infinity\" ; \"2024-03-31 02:30:00\"",
                "uuid | \"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11\"",
                "json | {\"z\": 1, \"a\": [1, 2, {\"b\": null}]} ; [] ; \"just text\" ; \"{\\\"a\\\":1}\" ; 1.50 ; true",
                "jsonb | {\"z\": 1, \"a\": [1.10, 1e2], \"\\u00fc\": \"\\u00fc\\n\"} ; \"just text\" ; 1.50 ; false",
                "integer[] | [1, null, 3] ; [] ; [[1, 2], [3, 4]] ; \"{1,2}\" ; [\"7\"] ; \"[0:1]={1,2}\"",
                "text[] | [\"a,b\", \"q\\\"q\", \"\\\\\", \"\", null, \"NULL\", \" x \"] ; \"{a,\\\"b c\\\"}\"",
                "words | [\"a\", \"{}\"]",
                "mood[] | [\"sad\", \"so so\"]",
                "timestamptz[] | [\"2024-03-31T02:30:00+02:00\", null]",
                "bytea[] | [\"\\\\xdead\", \"3q2+7w==\"]",
                "jsonb[] | [{\"b\": 1, \"a\": [1, 2]}, [3], \"text\", 5]",
                "boolean[] | [true, false]",
                "numeric[] | [1.50, 2, \"NaN\"]",
                "mood | \"sad\" ; \"so so\"",
                "inet | \"2001:db8::1/64\"",
                "interval | \"1 year 2 mons 3 days 04:05:06.789\"",
                "int4range | \"[1,10)\" ; \"empty\"",
                "int4multirange | \"{[1,3),[5,8)}\"",
                "pair | \"(\\\"a b\\\",7)\"",
                "tsvector | \"'a':1 'cat':2\"",
                "bit(3) | \"101\"",
                "xml | \"<a>1</a>\"",
                "point | \"(1.5,-2.5)\"",
            })
    void comparesAndReadsAgain(String typeAndValues) throws Exception {
        String[] parts = typeAndValues.split(" \\| ", -1);
        assertThat(restored(parts[0], parts[1]).warnings()).isEmpty();
        assertCopied();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inet | \"10.0.0.1/32\"",
                "interval | \"1 month 40 hours 90 minutes\"",
                "money | \"$1,234.50\"",
                "timestamp | \"2024-03-15T24:00:00\"",
                "int4range | \"[1,9]\"",
            })
    void saysSoWhenOnlyPostgresKnowsWhatAValueIs(String typeAndValues) throws Exception {
        String[] parts = typeAndValues.split(" \\| ", -1);
        assertThat(restored(parts[0], parts[1]).warnings())
                .singleElement()
                .asString()
                .startsWith("Not compared in table thing: v (");
        assertCopied();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "integer[] | [1, 2] | '{2,1}'",
                "jsonb | {\"a\": [1, 2]} | '{\"a\": [2, 1]}'",
                "mood | \"sad\" | 'so so'",
                "numeric | 1.1 | 1.10000000000000000001",
                "double precision | 0.1 | 0.10000000000000002",
                "timestamptz | \"2024-03-31T02:30:00Z\" | '2024-03-31 02:30:00.000001+00'",
                "bytea | \"\\\\x00\" | '\\x0000'",
                "char(5) | \"ab\" | 'abc'",
                "date | \"infinity\" | '-infinity'",
            })
    void findsADifference(String typeValueAndOther) throws Exception {
        String[] parts = typeValueAndOther.split(" \\| ", -1);
        restored(parts[0], parts[1]);
        db().execute(db().updateTrigger("thing", "update thing set v = " + parts[2] + " where v is not null"));
        failsWithoutTrace(
                VerificationException.class,
                () -> restore(backup(parts[1])).verify(Verify.CONTENT).run());
    }

    @Test
    void comparesPartitionsAndLeavesInheritingTablesOut() throws Exception {
        db().execute(
                        "create table base (id bigint primary key, v text)",
                        "create table heir (w text) inherits (base)",
                        "insert into heir values (1, 'mine', 'x')",
                        "create table split (id bigint, v text, primary key (id)) partition by range (id)",
                        "create table low partition of split for values from (0) to (10)",
                        "create table high partition of split for values from (10) to (20)");
        TestBackup backup = new TestBackup()
                .table("base", "{'id':3,'v':'new'}")
                .table("split", "{'id':1,'v':'one'}", "{'id':11,'v':'eleven'}");
        RestoreReport report = restore(backup).verify(Verify.CONTENT).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings()).noneMatch(warning -> warning.contains("ompared"));
    }
}
