package dev.restore.backup.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.RowShape;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.format.ReadBack;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.backup.reading.EventTable;
import dev.restore.backup.reading.ReadPosition;
import dev.restore.backup.reading.RowSink;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of each known writer, what its rows are, and that its shape is read as safely as a plain one. */
class KnownWritersTest {

    private static final String PHPMYADMIN =
            "[\n{\"type\":\"header\",\"version\":\"5.2\",\"comment\":\"Export to JSON\"},\n{\"type\":\"database\",\"name\":\"shop\"},\n{\"type\":\"table\",\"name\":\"cat\",\"database\":\"shop\",\"data\":\n[\n{\"id\":\"1\"},\n{\"id\":\"2\"}\n]\n}\n,{\"type\":\"table\",\"name\":\"dog\",\"database\":\"shop\",\"data\":\n[\n\n]\n}\n,{\"type\":\"table\",\"name\":\"owl\",\"database\":\"shop\",\"data\":\n[\n{\"id\":\"3\"}\n]\n}\n]\n";

    @TempDir
    Path directory;

    private record Sample(String writer, String content, String rows) {
        @Override
        public String toString() {
            return writer;
        }
    }

    private static Stream<Sample> samples() {
        return Stream.of(
                new Sample("phpMyAdmin JSON export", PHPMYADMIN, "cat{id=1} cat{id=2} owl{id=3}"),
                new Sample(
                        "Ghost export",
                        "{\"db\":[{\"meta\":{\"version\":\"5\"},\"data\":{\"cats\":[{\"id\":1}],\"dogs\":[],\"owls\":[{\"id\":2}]}}]}",
                        "cats{id=1} owls{id=2}"),
                new Sample("HeidiSQL JSON export", "{\"table\":\"cat\",\"rows\":[{\"id\":1}]}", "cat{id=1}"),
                new Sample(
                        "SQLcl JSON",
                        "{\"results\":[{\"columns\":[{\"name\":\"ID\",\"type\":\"NUMBER\"}],\"items\":[{\"id\":1},{\"id\":2}]}]}",
                        "file{id=1} file{id=2}"),
                new Sample(
                        "DynamoDB scan",
                        "{\"Items\":[{\"id\":{\"N\":\"1\"}}],\"Count\":1,\"ScannedCount\":1,\"ConsumedCapacity\":null}",
                        "file{id=1}"),
                new Sample(
                        "DynamoDB export",
                        "{\"Item\":{\"id\":{\"N\":\"1\"},\"m\":{\"M\":{\"a\":{\"L\":[{\"N\":\"1\"},{\"NULL\":true}]}}}}}\n{\"Item\":{\"id\":{\"N\":\"2.5\"},\"m\":{\"M\":{}}}}\n",
                        "file{id=1, m={\"a\":[1,null]}} file{id=2.5, m={}}"),
                new Sample(
                        "elasticdump",
                        "{\"_index\":\"cat\",\"_id\":\"1\",\"_source\":{\"id\":1}}\n{\"_index\":\"dog\",\"_id\":\"1\",\"_source\":{\"id\":2}}\n",
                        "cat{id=1} dog{id=2}"),
                new Sample(
                        "Elasticsearch bulk file",
                        "{\"index\":{\"_index\":\"cat\",\"_id\":\"1\"}}\n{\"id\":1}\n{\"create\":{}}\n{\"id\":2}\n",
                        "cat{id=1} file{id=2}"),
                new Sample(
                        "ClickHouse JSON",
                        "{\"meta\":[{\"name\":\"id\",\"type\":\"Int64\"},{\"name\":\"t\",\"type\":\"String\"}],"
                                + "\"data\":[[\"1\",\"a\"],[\"2\",null]],\"rows\":2,\"statistics\":{\"elapsed\":0.1}}",
                        "file{id=1, t=a} file{id=2, t=NULL}"),
                new Sample(
                        "pandas table",
                        "{\"schema\":{\"fields\":[{\"name\":\"index\"},{\"name\":\"id\"}],\"primaryKey\":[\"index\"],"
                                + "\"pandas_version\":\"1.4.0\"},\"data\":[{\"index\":0,\"id\":7}]}",
                        "file{id=7}"),
                new Sample(
                        "pandas split",
                        "{\"columns\":[\"id\",\"t\"],\"index\":[0],\"data\":[[7,\"x\"]]}",
                        "file{id=7, t=x}"),
                new Sample(
                        "SQLiteStudio JSON export",
                        "{\"type\":\"table\",\"database\":\"d\",\"name\":\"cat\",\"ddl\":\"CREATE\","
                                + "\"columns\":[{\"name\":\"id\",\"type\":\"INT\"}],\"rows\":[[1],[2]]}",
                        "cat{id=1} cat{id=2}"),
                new Sample(
                        "Datasette",
                        "{\"database\":\"d\",\"table\":\"cat\",\"rows\":[[1,\"a\"]],\"columns\":[\"id\",\"t\"],\"next\":null}",
                        "cat{id=1, t=a}"),
                new Sample(
                        "CKAN datastore dump",
                        "{\"fields\":[{\"type\":\"int\",\"id\":\"id\"}],\"records\":[[1],[2]]}",
                        "file{id=1} file{id=2}"),
                new Sample(
                        "jOOQ JSON export",
                        "{\"fields\":[{\"name\":\"ID\",\"type\":\"INTEGER\"}],\"records\":[[1]]}",
                        "file{ID=1}"),
                new Sample(
                        "CouchDB _all_docs",
                        "{\"total_rows\":1,\"offset\":0,\"rows\":[{\"id\":\"a\",\"key\":\"a\",\"value\":{\"rev\":\"1-1\"},"
                                + "\"doc\":{\"_id\":\"a\",\"n\":1}}]}",
                        "file{_id=a, n=1}"),
                new Sample(
                        "NocoDB answer",
                        "{\"list\":[{\"id\":1}],\"pageInfo\":{\"page\":1,\"isLastPage\":true}}",
                        "file{id=1}"),
                new Sample(
                        "Airtable answer",
                        "{\"records\":[{\"id\":\"rec1\",\"createdTime\":\"2024-03-01\",\"fields\":{\"n\":1}}]}",
                        "file{id=rec1, createdTime=2024-03-01, n=1}"),
                new Sample(
                        "Django REST framework answer",
                        "{\"count\":1,\"next\":null,\"previous\":null,\"results\":[{\"id\":1}]}",
                        "file{id=1}"),
                new Sample(
                        "Airbyte messages",
                        "{\"type\":\"LOG\",\"log\":{\"level\":\"INFO\"}}\n{\"type\":\"RECORD\",\"record\":{\"stream\":\"cat\",\"data\":{\"id\":1},\"emitted_at\":1}}\n",
                        "cat{id=1}"),
                new Sample(
                        "Singer messages",
                        "{\"type\":\"SCHEMA\",\"stream\":\"cat\",\"schema\":{}}\n{\"type\":\"RECORD\",\"stream\":\"cat\",\"record\":{\"id\":1}}\n{\"type\":\"STATE\",\"value\":{}}\n",
                        "cat{id=1}"),
                new Sample("Airbyte files", "{\"_airbyte_raw_id\":\"u\",\"_airbyte_data\":{\"id\":1}}\n", "file{id=1}"),
                new Sample(
                        "Debezium events",
                        "{\"before\":null,\"after\":{\"id\":1},\"source\":{\"db\":\"d\",\"table\":\"cat\"},\"op\":\"c\"}\n",
                        "cat{id=1}"),
                new Sample(
                        "Debezium events",
                        "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"before\":null,\"after\":{\"id\":1},\"source\":{\"table\":\"cat\"},\"op\":\"r\"}}\n",
                        "cat{id=1}"),
                new Sample("Elasticsearch bulk file", "{\"create\":{\"_index\":\"cat\"}}\n{\"id\":1}\n", "cat{id=1}"),
                new Sample(
                        "pandas table",
                        "{\"schema\":{\"fields\":[{\"name\":\"id\"}],\"primaryKey\":[\"id\"],\"pandas_version\":\"1.4.0\"},\"data\":[{\"id\":7}]}",
                        "file{id=7}"),
                new Sample(
                        "Datasette",
                        "{\"ok\":true,\"next\":null,\"rows\":[{\"id\":1}],\"truncated\":false}",
                        "file{id=1}"),
                new Sample(
                        "Maxwell events",
                        "{\"database\":\"d\",\"table\":\"cat\",\"type\":\"bootstrap-start\",\"ts\":1,\"data\":{}}\n"
                                + "{\"database\":\"d\",\"table\":\"cat\",\"type\":\"bootstrap-insert\",\"ts\":1,\"data\":{\"id\":1}}\n"
                                + "{\"database\":\"d\",\"table\":\"cat\",\"type\":\"insert\",\"ts\":2,\"xid\":3,\"data\":{\"id\":2}}\n",
                        "cat{id=1} cat{id=2}"),
                new Sample(
                        "Kafka Connect records",
                        "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{\"id\":1}}\n",
                        "file{id=1}"),
                new Sample(
                        "Firestore answer",
                        "{\"documents\":[{\"name\":\"projects/p/databases/(default)/documents/cats/7\",\"fields\":{\"n\":{\"stringValue\":\"a\"},"
                                + "\"k\":{\"integerValue\":\"3\"},\"m\":{\"mapValue\":{\"fields\":{\"x\":{\"arrayValue\":{\"values\":"
                                + "[{\"doubleValue\":1.5},{\"nullValue\":null},{\"arrayValue\":{}}]}}}}}},\"createTime\":\"2024-03-01T00:00:00Z\"},"
                                + "{\"name\":\"projects/p/databases/(default)/documents/cats/x1\",\"fields\":{\"ok\":{\"booleanValue\":true}}}]}",
                        "file{n=a, k=3, m={\"x\":[1.5,null,[]]}, id=7} file{ok=true, id=x1}"),
                new Sample(
                        "Firestore export",
                        "{\"__collections__\":{\"cats\":{\"c1\":{\"n\":\"a\",\"__collections__\":{\"toys\":{\"7\":{\"p\":[{\"x\":1}],\"t\":"
                                + "{\"__datatype__\":\"timestamp\",\"value\":{\"_seconds\":60,\"_nanoseconds\":5000000}},"
                                + "\"__collections__\":{\"bits\":{\"\u00fc\":{\"id\":\"\u00fc\"}}}},\"8\":{}}}}},\"dogs\":{\"d\":{\"of\":"
                                + "{\"__datatype__\":\"documentReference\",\"value\":\"cats/c1\"},\"at\":{\"__datatype__\":\"geopoint\","
                                + "\"value\":{\"_latitude\":1}},\"__collections__\":{}}}}}",
                        "cats{id=c1, n=a, toys=[{\"id\":\"7\",\"p\":[{\"x\":1}],\"t\":\"1970-01-01T00:01:00.005Z\","
                                + "\"bits\":[{\"id\":\"\u00fc\"}]},{\"id\":\"8\"}]} dogs{id=d, of=cats/c1,"
                                + " at={\"__datatype__\":\"geopoint\",\"value\":{\"_latitude\":1}}}"),
                new Sample(
                        "Elasticsearch answer",
                        "{\"took\":1,\"timed_out\":false,\"hits\":{\"total\":{\"value\":2,\"relation\":\"eq\"},\"hits\":[{\"_index\":\"cat\","
                                + "\"_id\":\"a\",\"_source\":{\"id\":1}},{\"_index\":\"dog\",\"_id\":\"b\",\"_source\":{\"id\":2}}]}}",
                        "cat{id=1} dog{id=2}"),
                new Sample(
                        "DynamoDB scan", "{\"Items\":[],\"Count\":0,\"ScannedCount\":0,\"ConsumedCapacity\":null}", ""),
                new Sample("CouchDB _all_docs", "{\"total_rows\":0,\"offset\":0,\"rows\":[\r\n\r\n]}", ""),
                new Sample("pandas split", "{\"columns\":[\"id\"],\"data\":[[7],[8]]}", "file{id=7} file{id=8}"),
                new Sample(
                        "HeidiSQL JSON export",
                        "{\"rows\":[{\"id\":1,\"table\":\"x\"}],\"table\":\"cat\"}",
                        "cat{id=1, table=x}"),
                new Sample(
                        "Datasette",
                        "{\"rows\":[[1]],\"columns\":[\"id\"],\"database\":\"d\",\"table\":\"cat\",\"next\":null}",
                        "cat{id=1}"),
                new Sample(
                        "Firestore answer",
                        "{\"documents\":[{\"name\":\"p/documents/cats/7\",\"fields\":{\"n\":{\"stringValue\":\"a\"}}},"
                                + "{\"name\":\"p/documents/cats/8\",\"createTime\":\"2024-03-01T00:00:00Z\"}]}",
                        "file{n=a, id=7} file{id=8}"),
                new Sample(
                        "JSON:API answer",
                        "{\"data\":[{\"type\":\"cats\",\"id\":\"7\",\"attributes\":{\"n\":\"a\"}}],\"links\":{\"next\":null}}",
                        "file{id=7, n=a}"),
                new Sample(
                        "Salesforce answer",
                        "{\"totalSize\":1,\"done\":true,\"records\":[{\"attributes\":{\"type\":\"Cat\"},\"Id\":\"7\"}]}",
                        "file{Id=7}"),
                new Sample(
                        "Debezium events, unwrapped",
                        "{\"id\":1,\"__op\":\"r\",\"__table\":\"cat\",\"__deleted\":\"false\"}\n",
                        "file{id=1}"),
                new Sample(
                        "Debezium events, unwrapped",
                        "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":1,\"__op\":\"c\",\"__deleted\":\"false\"}}\n",
                        "file{id=1}"),
                new Sample("Navicat JSON export", "{\"RECORDS\":[{\"id\":\"1\"}]}", "file{id=1}"),
                new Sample(
                        "Grist answer",
                        "{\"records\":[{\"id\":1,\"fields\":{\"n\":\"a\"}},{\"id\":2,\"fields\":{\"n\":null}}]}",
                        "file{id=1, n=a} file{id=2, n=NULL}"),
                new Sample(
                        "OData answer", "{\"@odata.context\":\"$metadata#Cats\",\"value\":[{\"id\":1}]}", "file{id=1}"),
                new Sample(
                        "Solr answer",
                        "{\"responseHeader\":{\"status\":0},\"response\":{\"numFound\":1,\"start\":0,\"docs\":[{\"id\":1}]}}",
                        "file{id=1}"),
                new Sample(
                        "sequelize fixtures",
                        "[{\"model\":\"cat\",\"data\":{\"id\":1}},{\"model\":\"dog\",\"data\":{\"id\":2}}]",
                        "cat{id=1} dog{id=2}"),
                new Sample(
                        "rows with their tables",
                        "[{\"table\":\"cat\",\"row\":{\"id\":1}},{\"row\":{\"id\":2},\"table\":\"dog\"}]",
                        "cat{id=1} dog{id=2}"),
                new Sample(
                        "list of tables",
                        "{\"tables\":[{\"name\":\"cat\",\"rows\":[{\"id\":1}]},{\"name\":\"dog\",\"rows\":[{\"id\":2}]}]}",
                        "cat{id=1} dog{id=2}"));
    }

    private static Stream<Sample> refused() {
        return Stream.of(
                new Sample(
                        "CouchDB _all_docs",
                        "{\"total_rows\":1,\"offset\":0,\"rows\":[{\"id\":\"a\",\"key\":\"a\",\"value\":{\"rev\":\"1-1\"}}]}",
                        "include_docs=true"),
                new Sample(
                        "DynamoDB incremental export",
                        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1\"}},\"Keys\":{\"id\":{\"N\":\"1\"}},\"NewImage\":{}}\n",
                        "FULL_EXPORT"),
                new Sample(
                        "SQLiteStudio JSON export",
                        "{\"type\":\"database\",\"name\":\"d\",\"objects\":[{\"type\":\"table\",\"name\":\"cat\"}]}",
                        "each table by itself"),
                new Sample(
                        "Liquibase change log",
                        "{\"databaseChangeLog\":[{\"changeSet\":{\"id\":\"1\"}}]}",
                        "Liquibase"),
                new Sample(
                        "WordPress answer",
                        "[{\"id\":1,\"title\":{\"rendered\":\"x\"},\"_links\":{\"self\":[]}}]",
                        "REST API"));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("file.json"), content);
    }

    private static List<String> rows(
            BackupReader reader, @Nullable ReadPosition from, @Nullable List<ReadPosition> places) {
        List<String> seen = new ArrayList<>();
        reader.read(table -> true, from, new RowSink<RuntimeException>() {
            @Override
            public void row(String table, BackupRow row) {
                seen.add((table + ReadBack.fields(row)).replaceAll("=[A-Z]+ ", "="));
                note();
            }

            @Override
            public boolean damaged(String table, DamagedRow row) {
                seen.add(table + " damaged");
                note();
                return true;
            }

            private void note() {
                if (places != null) {
                    places.add(reader.here());
                }
            }
        });
        return seen;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsTheRowsAndGoesOnAtAnyOfThem(Sample sample) throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(write(sample.content())))) {
            assertThat(reader.format()).endsWith(sample.writer());
            reader.survey(Long.MAX_VALUE, false, Set.of());
            List<ReadPosition> places = new ArrayList<>();
            List<String> all = rows(reader, null, places);
            assertThat(String.join(" ", all)).isEqualTo(sample.rows());
            for (int i = 0; i < all.size(); i++) {
                List<String> rest = rows(reader, places.get(i), null);
                assertThat(rest)
                        .as("from row %s", i)
                        .endsWith(all.subList(i, all.size()).toArray(String[]::new));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatCannotBeRead(Sample sample) throws IOException {
        Path file = write(sample.content());
        assertThatThrownBy(() -> BackupFormats.open(BackupSource.of(file)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining(sample.rows());
    }

    /** Returns a writer as a line of the table in the documents. */
    private static String line(Writer writer) {
        RowShape shape = writer.shape();
        List<String> lost = new ArrayList<>();
        if (shape != null && !shape.row().isEmpty()) {
            Set<String> kept = new HashSet<>(shape.kept());
            Stream.ofNullable(shape.id()).forEach(id -> kept.add("the id in " + id));
            lost.add("what stands beside the row in a record" + (kept.isEmpty() ? "" : ", but for " + sorted(kept)));
        }
        if (shape != null && !shape.dropped().isEmpty()) {
            lost.add(sorted(shape.dropped()));
        }
        if (shape != null && shape.kinds() != null && !shape.kinds().passed().isEmpty()) {
            lost.add("records of the kinds " + sorted(shape.kinds().passed()));
        }
        if (shape != null && !shape.more().isEmpty()) {
            lost.add("nothing: a page with more behind it ("
                    + shape.more().stream()
                            .map(more -> String.join(".", more.field()))
                            .collect(Collectors.joining(", "))
                    + ") is refused");
        }
        String read = shape == null ? "not read" : (writer.bulk() ? "rows behind their actions" : shape.words());
        return "| " + writer.name() + " | `" + writer.marks().replace(", ", "`, `") + "` | " + read + " | "
                + String.join("; ", lost) + " |";
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    @Test
    void theDocumentsHaveEveryWriter() throws IOException {
        List<String> document = Files.readAllLines(Path.of("docs/formats.md"));
        assertThat(KnownWriters.all().stream().map(KnownWritersTest::line).filter(line -> !document.contains(line)))
                .isEmpty();
    }

    @Test
    void everyWriterHasASample() {
        List<Writer> shown = Stream.concat(Stream.concat(samples(), refused()).map(Sample::content), events())
                .map(content -> content.getBytes(StandardCharsets.UTF_8))
                .map(bytes ->
                        KnownWriters.of(Outline.of(bytes, bytes.length, false)).orElseThrow())
                .toList();
        assertThat(KnownWriters.all().stream()
                        .filter(writer -> !shown.contains(writer))
                        .map(Writer::marks))
                .isEmpty();
    }

    @Test
    void findsAllTablesAndPassesOverRowsThatSayNoMore() throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(write(PHPMYADMIN)))) {
            Survey all = reader.survey(Long.MAX_VALUE);
            assertThat(all.complete()).isTrue();
            Survey few = reader.survey(1);
            assertThat(few.complete()).isFalse();
            assertThat(few.tables()).extracting(SurveyedTable::name).containsExactlyInAnyOrder("cat", "owl", "dog");
            assertThat(few.tables().stream().filter(SurveyedTable::complete).map(SurveyedTable::name))
                    .containsExactly("dog");
        }
    }

    @Test
    void passesOverADamagedRowInAnEnvelope() throws IOException {
        String damaged = PHPMYADMIN.replace("{\"id\":\"2\"}", "{\"id\":\"2\",\"id\":\"2\"},\n{\"id\":\"9\"}");
        try (BackupReader reader = BackupFormats.open(BackupSource.of(write(damaged)))) {
            assertThat(rows(reader, null, null)).containsExactly("cat{id=1}", "cat damaged", "cat{id=9}", "owl{id=3}");
        }
    }

    @Test
    void passesOverADamagedRowOfABulkFile() throws IOException {
        String lines =
                "{\"index\":{\"_index\":\"cat\"}}\n{\"id\":1}\n{\"index\":{\"_index\":\"dog\"}}\n{\"id\":}\n{\"index\":{\"_index\":\"owl\"}}\n{\"id\":3}\n";
        try (BackupReader reader = BackupFormats.open(BackupSource.of(write(lines)))) {
            assertThat(rows(reader, null, null)).containsExactly("cat{id=1}", "dog damaged", "owl{id=3}");
        }
    }

    private static final String ENVELOPES =
            "{'before':null,'after':{'id':1,'n':'a'},'op':'c','source':{'table':'file'}}\n"
                    + "{'before':null,'after':{'id':2,'n':'b'},'source':{'table':'file'},'op':'r'}\n"
                    + "{'op':'u','source':{'table':'file'},'before':{'id':1,'n':null},'after':{'id':1,'n':'c'}}\n"
                    + "{'before':{'id':2,'n':null},'after':null,'source':{'table':'file'},'op':'d'}\n"
                    + "{'source':{'table':'file'},'op':'c','after':{'id':3,'n':'d'},'before':null}\n"
                    + "{'source':{'table':'file'},'op':'d','after':null,'before':{'id':3}}\n"
                    + "{'before':null,'after':{'id':3,'n':'e'},'source':{'table':'file'},'op':'c'}\n";

    private static final String UNWRAPPED =
            "{'id':1,'n':'a','__deleted':'false'}\n{'id':2,'n':'b','__deleted':'false'}\n"
                    + "{'id':1,'n':'c','__deleted':'false'}\n{'id':2,'n':'b','__deleted':'true'}\n{'id':3,'n':'d','__deleted':'false'}\n"
                    + "{'id':3,'n':'d','__deleted':'true'}\n{'id':3,'n':'e','__deleted':'false'}\n";

    private static Stream<String> events() {
        String lines = ENVELOPES.replace('\'', '"');
        String unwrapped = UNWRAPPED.replace('\'', '"');
        return Stream.of(
                lines,
                "[" + lines.strip().replace("\n", ",") + "]",
                lines.replaceAll("(?m)^(.*)$", "{\"schema\":{\"type\":\"struct\"},\"payload\":$1}")
                        .replaceAll("(?m)^.*payload\":}$", ""),
                unwrapped,
                unwrapped.replace("\"true\"", "true").replace("\"false\"", "false"),
                unwrapped.replaceAll("(?m)^(\\{.*)$", "{\"schema\":{\"type\":\"struct\"},\"payload\":$1}"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsTheLastStateOfEachKey(String content) throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(write(content)))) {
            assertThat(reader.survey(Long.MAX_VALUE, false, Set.of())
                            .tables()
                            .get(0)
                            .records())
                    .isEqualTo(Survey.Records.CHANGES);
            assertThatThrownBy(() -> ReadBack.rows(reader)).hasMessageContaining("export the state");
            reader.readLastStates(List.of(new EventTable("file", List.of("id"::equals))), () -> {});
            List<ReadPosition> places = new ArrayList<>();
            assertThat(rows(reader, null, places)).containsExactly("file{id=1, n=c}", "file{id=3, n=e}");
            assertThat(rows(reader, places.get(1), null)).containsExactly("file{id=3, n=e}");
            assertThat(reader.survey(Long.MAX_VALUE, false, Set.of())
                            .tables()
                            .get(0)
                            .rows())
                    .isEqualTo(2);
        }
    }

    @Test
    void theLastStateIsInTheLastFileByItsNumber() throws IOException {
        String state = "{\"before\":null,\"after\":{\"id\":1,\"n\":%d},\"source\":{\"table\":\"cat\"},\"op\":\"u\"}%n";
        for (int file : new int[] {2, 10, 9}) {
            Files.writeString(directory.resolve("events-" + file + ".json"), state.formatted(file));
        }
        try (BackupReader reader = BackupFormats.open(BackupSource.of(directory))) {
            reader.readLastStates(List.of(new EventTable("cat", List.of("id"::equals))), () -> {});
            assertThat(rows(reader, null, null)).containsExactly("cat{id=1, n=10}");
            assertThatThrownBy(() ->
                            reader.readLastStates(List.of(new EventTable("cat", List.of("no"::equals))), () -> {}))
                    .hasMessageContaining("no value for the primary key");
        }
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void refusesWhatWouldLoseRows(Sample sample) throws IOException {
        Path file = write(sample.content());
        assertThatThrownBy(() -> {
                    try (BackupReader reader = BackupFormats.open(BackupSource.of(file))) {
                        reader.survey(Long.MAX_VALUE, false, Set.of());
                    }
                })
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining(sample.rows());
    }

    private static Stream<Sample> unsafe() {
        return Stream.of(
                new Sample(
                        "page",
                        "{\"count\":2,\"next\":\"http://x\",\"previous\":null,\"results\":[{\"id\":1}]}",
                        "one page"),
                new Sample("page", "{\"Items\":[{\"id\":{\"N\":\"1\"}}],\"Count\":1,\"NextToken\":\"x\"}", "one page"),
                new Sample("page", "{\"list\":[{\"id\":1}],\"pageInfo\":{\"isLastPage\":false}}", "one page"),
                new Sample(
                        "page", "{\"@odata.context\":\"c\",\"value\":[],\"@odata.nextLink\":\"http://x\"}", "one page"),
                new Sample(
                        "update",
                        "{\"database\":\"d\",\"table\":\"cat\",\"type\":\"update\",\"ts\":1,\"data\":{\"id\":1},\"old\":{}}\n",
                        "export the state"),
                new Sample(
                        "result",
                        "{\"results\":[{\"columns\":[{\"name\":\"ID\"}],\"items\":[]},{\"columns\":[],\"items\":[{\"id\":1}]}]}",
                        "holds more"),
                new Sample(
                        "name after the rows",
                        "{\"tables\":[{\"rows\":[{\"id\":1,\"name\":\"x\"}],\"name\":\"cat\"}]}",
                        "in front of the rows"),
                new Sample(
                        "truncation",
                        "{\"before\":null,\"after\":{\"id\":1},\"source\":{\"table\":\"cat\"},\"op\":\"t\"}\n",
                        "export the state"),
                new Sample(
                        "deletion of no row",
                        "{\"before\":null,\"after\":null,\"source\":{\"table\":\"cat\"},\"op\":\"d\"}\n",
                        "which row is gone"),
                new Sample(
                        "width", "{\"columns\":[\"id\",\"t\"],\"index\":[0],\"data\":[[7]]}", "more or fewer values"),
                new Sample(
                        "action",
                        "{\"index\":{\"_index\":\"cat\"}}\n{\"id\":1}\n{\"delete\":{\"_id\":\"1\"}}\n",
                        "delete"),
                new Sample("action", "{\"index\":{\"_index\":\"cat\"}}\n", "without the row"),
                new Sample(
                        "message",
                        "{\"type\":\"RECORD\",\"stream\":\"cat\",\"record\":{\"id\":1}}\n{\"type\":\"BATCH\",\"stream\":\"cat\"}\n",
                        "BATCH"));
    }
}
