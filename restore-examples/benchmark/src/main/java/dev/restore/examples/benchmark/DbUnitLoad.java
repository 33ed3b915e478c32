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
 * DbUnit's CLEAN_INSERT of a flat XML file at its best: batched statements, rewritten by the driver, in one transaction; what
 * is repeated is the operation only, with the data set parsed and the connection open.
 */
final class DbUnitLoad implements Work {

    private final IDataSet rows;
    private final IDatabaseConnection connection;

    DbUnitLoad(Job job) throws Exception {
        rows = new FlatXmlDataSetBuilder()
                .setColumnSensing(true)
                .build(Format.XML.file(job.data(), "").toFile());
        Connection opened = Connections.open(Connections.rewriting(job));
        connection = switch (job.engine()) {
            case POSTGRESQL -> new DatabaseConnection(opened, "public");
            case H2 -> new DatabaseConnection(opened, "PUBLIC");
            case SQLITE, NONE -> new DatabaseConnection(opened);
        };
        DatabaseConfig config = connection.getConfig();
        config.setProperty(DatabaseConfig.FEATURE_BATCHED_STATEMENTS, true);
        config.setProperty(DatabaseConfig.PROPERTY_BATCH_SIZE, 1_000);
        config.setProperty(DatabaseConfig.PROPERTY_DATATYPE_FACTORY, types(job.engine()));
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
        new TransactionOperation(DatabaseOperation.CLEAN_INSERT).execute(connection, rows);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
