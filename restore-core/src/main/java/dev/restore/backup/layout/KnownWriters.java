package dev.restore.backup.layout;

import static dev.restore.backup.RowShape.Values.COLLECTIONS;
import static dev.restore.backup.RowShape.Values.DYNAMODB;
import static dev.restore.backup.RowShape.Values.FIRESTORE;
import static dev.restore.backup.RowShape.rows;

import dev.restore.backup.RowShape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The programs whose files are recognised by their content. One more is one more declaration, and a sample in its test. */
final class KnownWriters {

    private static final Set<String> AIRBYTE_MESSAGES =
            Set.of("LOG", "STATE", "TRACE", "SPEC", "CONNECTION_STATUS", "CATALOG", "CONTROL", "DESTINATION_CATALOG");
    private static final Set<String> READ_OR_CREATED = Set.of("c", "r");
    private static final Set<String> UPDATED = Set.of("u");
    private static final Set<String> DELETED = Set.of("d");

    /** What Debezium can add to the fields of a row, with the prefix that it has for it. */
    private static final String[] DEBEZIUM_FIELDS = {
        "__deleted",
        "__op",
        "__table",
        "__db",
        "__schema",
        "__name",
        "__lsn",
        "__ts_ms",
        "__source_ts_ms",
        "__source_table",
        "__source_db",
        "__source_schema",
        "__source_lsn"
    };

    private static final Set<String> MAXWELL_ROWS = Set.of("insert", "bootstrap-insert");
    private static final Set<String> MAXWELL_MARKS = Set.of("bootstrap-start", "bootstrap-complete");

    private static final RowShape DYNAMODB_PAGE =
            rows("Items").more("LastEvaluatedKey").more("NextToken").values(DYNAMODB);

    /** What OData says of each row. */
    private static final String[] ODATA_FIELDS = {
        "@odata.etag", "@odata.id", "@odata.type", "@odata.editLink", "@odata.readLink"
    };

    private static final List<Writer> ALL = List.of(
            Writer.records("phpMyAdmin JSON export")
                    .first("type=header", "version:text", "comment:text", "#=3")
                    .damaged(
                            "; several databases in one file of phpMyAdmin are not valid JSON: export each of them by itself")
                    .rows(rows("*.data").tableFromField("name")),
            Writer.whole("Ghost export", "db.0.meta", "db.0.data:object")
                    .rows(rows("db.0.data.*").tableFromKey()),
            Writer.whole("HeidiSQL JSON export", "table:text", "rows:array", "#=2")
                    .rows(rows("rows").tableFromField("table")),
            Writer.whole("SQLcl JSON", "results.0.columns.0.name:text", "results.0.items:array")
                    .rows(rows("results.0.items")),
            Writer.whole("DynamoDB scan", "Items.0:dynamo").rows(DYNAMODB_PAGE),
            Writer.whole("DynamoDB scan", "Items:array", "!Items.0", "Count=0", "ScannedCount:number")
                    .rows(DYNAMODB_PAGE),
            Writer.records("DynamoDB incremental export", "Metadata.WriteTimestampMicros", "Keys:dynamo")
                    .refused("is an incremental export of DynamoDB, which holds changes and not the state of a table;"
                            + " export the whole table (FULL_EXPORT)"),
            Writer.records("DynamoDB export", "Item:dynamo", "#=1")
                    .rows(rows("").row("Item").values(DYNAMODB)),
            Writer.records("elasticdump", "_index:text", "_source:object")
                    .rows(rows("").row("_source").tableFromField("_index")),
            Writer.records("Elasticsearch bulk file")
                    .first("#=1", "index:object")
                    .actions(rows("").tableFromField("_index")),
            Writer.records("Elasticsearch bulk file")
                    .first("#=1", "create:object")
                    .actions(rows("").tableFromField("_index")),
            Writer.whole("Elasticsearch answer", "took:number", "hits.hits:array")
                    .rows(rows("hits.hits").row("_source").tableFromField("_index")),
            Writer.whole("ClickHouse JSON", "meta.0.name:text", "meta.0.type:text", "data:array")
                    .rows(rows("data").header("meta.*.name")),
            Writer.whole("pandas table", "schema.pandas_version", "schema.primaryKey.0=index", "data:array")
                    .rows(rows("data").drop("index")),
            Writer.whole("pandas table", "schema.pandas_version", "data:array").rows(rows("data")),
            Writer.whole("pandas split", "columns:array", "index:array", "data:array", "#=3")
                    .rows(rows("data").header("columns")),
            Writer.whole("pandas split", "columns.0:text", "data:array", "#=2")
                    .rows(rows("data").header("columns")),
            Writer.whole("SQLiteStudio JSON export", "type=table", "name:text", "columns.0.name:text", "rows:array")
                    .rows(rows("rows").tableFromField("name").header("columns.*.name")),
            Writer.whole("SQLiteStudio JSON export", "type=database", "objects:array")
                    .refused(
                            "is an export of a whole database by SQLiteStudio; export each table by itself, so that the"
                                    + " files say which columns its rows have"),
            Writer.whole("Datasette", "database:text", "table:text", "rows:array")
                    .rows(rows("rows").tableFromField("table").header("columns").more("next")),
            Writer.whole("Datasette", "ok=true", "rows:array", "truncated")
                    .rows(rows("rows").more("next")),
            Writer.whole("CKAN datastore dump", "fields.0.id:text", "records:array")
                    .rows(rows("records").header("fields.*.id")),
            Writer.whole("jOOQ JSON export", "fields.0.name:text", "records:array")
                    .rows(rows("records").header("fields.*.name")),
            Writer.whole("CouchDB _all_docs", "total_rows:number", "rows.0.doc:object")
                    .rows(rows("rows").row("doc")),
            Writer.whole("CouchDB _all_docs", "total_rows=0", "offset", "rows:array", "!rows.0")
                    .rows(rows("rows").row("doc")),
            Writer.whole("CouchDB _all_docs", "total_rows:number", "rows.0.value.rev", "!rows.0.doc")
                    .refused("is CouchDB's list of ids and revisions, without the documents; export it with"
                            + " include_docs=true"),
            Writer.whole("NocoDB answer", "list:array", "pageInfo:object")
                    .rows(rows("list").more("pageInfo.isLastPage", "false")),
            Writer.whole("Airtable answer", "records.0.id:text", "records.0.fields:object")
                    .rows(rows("records")
                            .row("fields")
                            .keep("id", "createdTime")
                            .more("offset")),
            Writer.whole("Firestore answer", "documents.0.name:text", "documents.0.fields:object")
                    .rows(rows("documents")
                            .row("fields")
                            .id("name")
                            .more("nextPageToken")
                            .values(FIRESTORE)),
            Writer.whole("Firestore export", "__collections__:object", "#=1")
                    .rows(rows("__collections__.*").tableFromKey().values(COLLECTIONS)),
            Writer.whole("JSON:API answer", "data.0.id", "data.0.attributes:object", "!data.0.relationships")
                    .rows(rows("data").row("attributes").keep("id").more("links.next")),
            Writer.whole("Salesforce answer", "totalSize:number", "done", "records:array")
                    .rows(rows("records").drop("attributes").more("done", "false")),
            Writer.whole("Navicat JSON export", "RECORDS:array", "#=1").rows(rows("RECORDS")),
            Writer.whole("Grist answer", "records.0.id:number", "records.0.fields:object")
                    .rows(rows("records").row("fields").keep("id")),
            Writer.whole("OData answer", "@odata\\.context:text", "value:array")
                    .rows(rows("value").drop(ODATA_FIELDS).more("@odata\\.nextLink")),
            Writer.whole("Solr answer", "responseHeader:object", "response.numFound:number", "response.docs:array")
                    .rows(rows("response.docs")),
            Writer.whole("Django REST framework answer", "count:number", "next", "previous", "results:array")
                    .rows(rows("results").more("next")),
            Writer.records("Airbyte messages", "type:text")
                    .some("record.stream:text", "record.data:object")
                    .rows(rows("").row("record.data")
                            .tableFromField("record.stream")
                            .kinds("type", Set.of("RECORD"), AIRBYTE_MESSAGES)),
            Writer.records("Singer messages", "type:text")
                    .some("type=RECORD", "stream:text", "record:object")
                    .rows(rows("").row("record")
                            .tableFromField("stream")
                            .kinds("type", Set.of("RECORD"), Set.of("SCHEMA", "STATE", "ACTIVATE_VERSION"))),
            Writer.records("Airbyte files", "_airbyte_data:object").rows(rows("").row("_airbyte_data")),
            Writer.records("Debezium events", "op:text", "source.table:text", "after")
                    .rows(rows("").row("after")
                            .tableFromField("source.table")
                            .kinds("op", READ_OR_CREATED, Set.of())
                            .changes(UPDATED, DELETED, "before")),
            Writer.records("Debezium events", "payload.op:text", "payload.source.table:text", "payload.after")
                    .rows(rows("").row("payload.after")
                            .tableFromField("payload.source.table")
                            .kinds("payload.op", READ_OR_CREATED, Set.of())
                            .changes(UPDATED, DELETED, "payload.before")),
            Writer.records("Debezium events, unwrapped", "__op:text")
                    .rows(rows("").drop(DEBEZIUM_FIELDS)
                            .kinds("__op", READ_OR_CREATED, Set.of())
                            .changes(UPDATED, DELETED, "")),
            Writer.records("Debezium events, unwrapped", "__deleted:scalar")
                    .rows(rows("").drop(DEBEZIUM_FIELDS)
                            .kinds("__deleted", Set.of(), Set.of())
                            .changes(Set.of("false"), Set.of("true"), "")),
            Writer.records("Debezium events, unwrapped", "schema.type=struct", "payload.__op:text", "#=2")
                    .rows(rows("").row("payload")
                            .drop(DEBEZIUM_FIELDS)
                            .kinds("payload.__op", READ_OR_CREATED, Set.of())
                            .changes(UPDATED, DELETED, "")),
            Writer.records("Debezium events, unwrapped", "schema.type=struct", "payload.__deleted:scalar", "#=2")
                    .rows(rows("").row("payload")
                            .drop(DEBEZIUM_FIELDS)
                            .kinds("payload.__deleted", Set.of(), Set.of())
                            .changes(Set.of("false"), Set.of("true"), "")),
            Writer.records("Maxwell events", "database:text", "table:text", "type:text", "ts", "data:object")
                    .rows(rows("").row("data").tableFromField("table").kinds("type", MAXWELL_ROWS, MAXWELL_MARKS)),
            Writer.records("Kafka Connect records", "schema.type=struct", "payload:object", "#=2")
                    .rows(rows("").row("payload")),
            Writer.records("sequelize fixtures", "model:text", "data:object", "#=2")
                    .rows(rows("").row("data").tableFromField("model")),
            Writer.records("rows with their tables", "table:text", "row:object", "#=2")
                    .rows(rows("").row("row").tableFromField("table")),
            Writer.whole("list of tables", "tables.0.name:text", "tables.0.rows:array")
                    .rows(rows("tables.*.rows").tableFromField("name")),
            Writer.whole("Liquibase change log", "databaseChangeLog:array")
                    .refused("is a Liquibase change log; run it with Liquibase, and export its tables as JSON"),
            Writer.records("WordPress answer", "id", "_links:object")
                    .some("title.rendered")
                    .refused("is an answer of WordPress' REST API, which holds views of the tables and not their rows;"
                            + " export the tables of its database as JSON"));

    private KnownWriters() {}

    static List<Writer> all() {
        return ALL;
    }

    /** Returns who wrote a file, the first of those whose marks it has. */
    static Optional<Writer> of(Outline file) {
        return ALL.stream().filter(writer -> writer.wrote(file)).findFirst();
    }
}
