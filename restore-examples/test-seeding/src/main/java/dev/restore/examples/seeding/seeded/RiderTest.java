package dev.restore.examples.seeding.seeded;

import com.github.database.rider.core.api.configuration.DBUnit;
import com.github.database.rider.core.api.connection.ConnectionHolder;
import com.github.database.rider.core.api.dataset.DataSet;
import com.github.database.rider.junit5.api.DBRider;
import dev.restore.examples.seeding.ShopDatabase;
import dev.restore.examples.seeding.ShopTests;

@DBRider
@DBUnit(batchedStatements = true, cacheConnection = false)
@DataSet(value = "seed/shop-rider.json", cleanBefore = true)
public class RiderTest extends ShopTests {

    ConnectionHolder connections = ShopDatabase.DATA_SOURCE::getConnection;

    @DBRider
    @DBUnit(batchedStatements = true, cacheConnection = false)
    @DataSet(value = "seed/wrong-rider.json", cleanBefore = true)
    public static class WrongColumn extends RiderTest {}
}
