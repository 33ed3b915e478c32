package dev.restore.examples.seeding.seeded;

import dev.restore.examples.seeding.ShopDatabase;
import dev.restore.examples.seeding.ShopTests;
import java.io.InputStream;
import java.sql.Connection;
import org.dbunit.database.DatabaseConfig;
import org.dbunit.database.DatabaseConnection;
import org.dbunit.dataset.IDataSet;
import org.dbunit.dataset.xml.FlatXmlDataSetBuilder;
import org.dbunit.operation.DatabaseOperation;
import org.junit.jupiter.api.BeforeEach;

public class DbUnitTest extends ShopTests {

    String seed = "/seed/shop.xml";

    @BeforeEach
    void load() throws Exception {
        try (Connection connection = ShopDatabase.DATA_SOURCE.getConnection();
                InputStream rows = DbUnitTest.class.getResourceAsStream(seed)) {
            IDataSet data = new FlatXmlDataSetBuilder().build(rows);
            DatabaseConnection database = new DatabaseConnection(connection);
            database.getConfig().setProperty(DatabaseConfig.FEATURE_BATCHED_STATEMENTS, true);
            connection.setAutoCommit(false);
            DatabaseOperation.CLEAN_INSERT.execute(database, data);
            connection.commit();
        }
    }

    public static class WrongColumn extends DbUnitTest {
        {
            seed = "/seed/wrong.xml";
        }
    }
}
