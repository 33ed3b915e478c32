package dev.restore.examples.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import org.dbunit.database.DatabaseConfig;
import org.dbunit.database.DatabaseConnection;
import org.dbunit.database.IDatabaseConnection;
import org.dbunit.dataset.IDataSet;
import org.dbunit.dataset.datatype.DefaultDataTypeFactory;
import org.dbunit.dataset.datatype.IDataTypeFactory;
import org.dbunit.dataset.xml.FlatXmlDataSetBuilder;
import org.dbunit.ext.h2.H2DataTypeFactory;
import org.dbunit.ext.postgresql.PostgresqlDataTypeFactory;
import org.dbunit.operation.DatabaseOperation;
import org.dbunit.operation.TransactionOperation;

/**
 * DbUnit's CLEAN_INSERT of a flat XML file; what is repeated is the operation only, with the data set parsed and the connection
 * open.
 */
final class DbUnitLoad implements Work {

    private final IDataSet rows;
    private final IDatabaseConnection connection;
    private final DatabaseOperation operation;

    /** As its guide shows it. */
    static DbUnitLoad plain(Job job) throws Exception {
        return new DbUnitLoad(job, job.url(), DatabaseOperation.CLEAN_INSERT);
    }

    /** At its best: batched statements, rewritten by the driver where it does that, in one transaction. */
    static DbUnitLoad batched(Job job) throws Exception {
        DbUnitLoad load = new DbUnitLoad(
                job, Connections.rewriting(job), new TransactionOperation(DatabaseOperation.CLEAN_INSERT));
        DatabaseConfig config = load.connection.getConfig();
        config.setProperty(DatabaseConfig.FEATURE_BATCHED_STATEMENTS, true);
        config.setProperty(DatabaseConfig.PROPERTY_BATCH_SIZE, 1_000);
        return load;
    }

    private DbUnitLoad(Job job, String url, DatabaseOperation operation) throws Exception {
        this.operation = operation;
        rows = new FlatXmlDataSetBuilder()
                .setColumnSensing(true)
                .build(Format.XML.file(job.data(), "").toFile());
        Connection opened = Connections.open(url);
        connection = switch (job.engine()) {
            case POSTGRESQL -> new DatabaseConnection(opened, "public");
            case H2 -> new DatabaseConnection(opened, "PUBLIC");
            case SQLITE, NONE -> new DatabaseConnection(opened);
        };
        connection.getConfig().setProperty(DatabaseConfig.PROPERTY_DATATYPE_FACTORY, types(job.engine()));
    }

    private static IDataTypeFactory types(Engine engine) {
        return switch (engine) {
            case POSTGRESQL -> new PostgresqlDataTypeFactory();
            case H2 -> new H2DataTypeFactory();
            case SQLITE, NONE -> new DefaultDataTypeFactory();
        };
    }

    @Override
    public void run() throws Exception {
        operation.execute(connection, rows);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
