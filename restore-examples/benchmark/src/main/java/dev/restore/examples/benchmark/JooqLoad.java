package dev.restore.examples.benchmark;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Loader;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** jOOQ's Loader from JSON: statements of 100 rows, ten of them a batch, one transaction. It holds all rows in memory. */
final class JooqLoad implements Work {

    private static final int BULK = 100;
    private static final int BATCH = 10;

    private final Job job;

    JooqLoad(Job job) {
        this.job = job;
    }

    @Override
    public void run() throws SQLException, IOException {
        try (Connection connection = Connections.open(job.url())) {
            connection.setAutoCommit(false);
            DSLContext context = DSL.using(connection, dialect());
            for (TableData table : job.tables().tables()) {
                load(context, table);
            }
            connection.commit();
        }
    }

    private void load(DSLContext context, TableData table) throws IOException {
        List<Field<?>> fields = table.columns().stream()
                .<Field<?>>map(column -> DSL.field(DSL.name(column.name()), type(column.kind())))
                .toList();
        try (Reader json = Files.newBufferedReader(Format.JSON.file(job.data(), table.name()))) {
            Loader<Record> loader = context.loadInto(DSL.table(DSL.name(table.name())))
                    .bulkAfter(BULK)
                    .batchAfter(BATCH)
                    .commitNone()
                    .loadJSON(json)
                    .fields(fields)
                    .execute();
            if (!loader.errors().isEmpty()) {
                throw new IllegalStateException(loader.errors().get(0).exception());
            }
        }
    }

    private SQLDialect dialect() {
        return switch (job.engine()) {
            case POSTGRESQL -> SQLDialect.POSTGRES;
            case SQLITE -> SQLDialect.SQLITE;
            case H2, NONE -> SQLDialect.H2;
        };
    }

    private static DataType<?> type(Kind kind) {
        return switch (kind) {
            case ID, BIGINT -> SQLDataType.BIGINT;
            case UUID -> SQLDataType.UUID;
            case TEXT -> SQLDataType.VARCHAR;
            case BOOLEAN -> SQLDataType.BOOLEAN;
            case NUMERIC -> SQLDataType.NUMERIC(12, 2);
            case INSTANT -> SQLDataType.TIMESTAMPWITHTIMEZONE(6);
            case LOCAL_TIME -> SQLDataType.LOCALDATETIME(6);
            case INTEGER -> SQLDataType.INTEGER;
        };
    }
}
