package dev.restore.examples.seeding.seeded;

import dev.restore.examples.seeding.ShopDatabase;
import dev.restore.examples.seeding.ShopTests;
import dev.restore.junit.Seed;
import javax.sql.DataSource;

@Seed("/seed/shop.json")
public class RestoreTest extends ShopTests {

    static final DataSource DATABASE = ShopDatabase.DATA_SOURCE;

    @Seed("/seed/wrong.json")
    public static class WrongColumn extends RestoreTest {}
}
