package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tables as Django creates them on PostgreSQL get what Django's loaddata stores there. */
class PostgresDjangoTest extends OwnerCase {

    @Test
    void storesEachValueAsDjangoDoes() throws Exception {
        db().execute(
                        "create table zoo_visit (id bigint primary key, j jsonb, k json, took interval, scan bytea, "
                                + "numbers integer[], words varchar(50)[], whole int4range, days daterange, times tstzrange, amounts numrange)");
        String json = """
                [{"model": "zoo.visit", "pk": 1, "fields": {"j": "{\\"a\\": 1}", "k": "[1, 2]", "took": "-1 23:59:59",
                  "scan": "deadbeef", "numbers": "[\\"1\\", null, \\"3\\"]", "words": "[\\"a\\\\\\"b\\", \\"c,d\\", \\"{x}\\", \\"\\", \\"null\\"]",
                  "whole": "{\\"bounds\\": \\"[)\\", \\"lower\\": \\"1\\", \\"upper\\": \\"10\\"}",
                  "days": "{\\"bounds\\": \\"[)\\", \\"lower\\": \\"2024-01-01\\", \\"upper\\": null}",
                  "times": "{\\"bounds\\": \\"[)\\", \\"lower\\": \\"2024-01-01T00:00:00+00:00\\", \\"upper\\": \\"2025-01-01T00:00:00+00:00\\"}",
                  "amounts": "{\\"bounds\\": \\"(]\\", \\"lower\\": \\"1\\", \\"upper\\": \\"2.5\\"}"}},
                 {"model": "zoo.visit", "pk": 2, "fields": {"j": "null", "k": "", "took": "P1DT02H03M04.5S",
                  "scan": "", "numbers": "[]", "words": "[]", "whole": "{\\"empty\\": true}", "days": "[2024-01-01,2024-02-01)"}},
                 {"model": "zoo.visit", "pk": 3, "fields": {"j": {"a": [1]}, "k": 123, "took": "00:00:00"}}]
                """;
        Path dump = Files.writeString(temp().resolve("dump.json"), json);
        assertThat(restore(dump).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(
                        db().rows(
                                        "select j::text, jsonb_typeof(j), k::text, json_typeof(k), took, scan::text from zoo_visit order by id"))
                .containsExactly(
                        "\"{\\\"a\\\": 1}\"|string|\"[1, 2]\"|string|-1 days +23:59:59|\\x75e69d6de79f",
                        "\"null\"|string|\"\"|string|1 day 02:03:04.5|\\x",
                        "{\"a\": [1]}|object|123|number|00:00:00|∅");
        assertThat(db().rows("select numbers::text, words::text, whole, days, amounts from zoo_visit order by id"))
                .containsExactly(
                        "{1,NULL,3}|{\"a\\\"b\",\"c,d\",\"{x}\",\"\",\"null\"}|[1,10)|[2024-01-01,)|(1,2.5]",
                        "{}|{}|empty|[2024-01-01,2024-02-01)|∅",
                        "∅|∅|∅|∅|∅");
        assertThat(db().rows("select times = tstzrange('2024-01-01 00:00:00+00', '2025-01-01 00:00:00+00') "
                        + "from zoo_visit where id = 1"))
                .containsExactly("true");
    }

    /** Wagtail reads the texts of its streams, and without it there are none. */
    @Test
    void takesStreamsForStreamsWhereWagtailIs() throws Exception {
        db().execute("create table home (id bigint primary key, body jsonb)");
        Path dump = Files.writeString(temp().resolve("dump.json"), """
                [{"model": "home", "pk": 1, "fields": {"body": "[{\\"type\\": \\"p\\", \\"value\\": [1, {}], \\"id\\": \\"x\\"}]"}},
                 {"model": "home", "pk": 2, "fields": {"body": "[]"}},
                 {"model": "home", "pk": 3, "fields": {"body": "[{\\"type\\": \\"p\\", \\"other\\": 1}]"}},
                 {"model": "home", "pk": 4, "fields": {"body": "[1]"}}]
                """);
        assertThat(restore(dump).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows("select jsonb_typeof(body) from home order by id"))
                .containsExactly("string", "string", "string", "string");
        db().execute("create table wagtailcore_page (id bigint primary key)");
        assertThat(restore(dump).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows("select jsonb_typeof(body) from home order by id"))
                .containsExactly("array", "array", "string", "string");
    }
}
