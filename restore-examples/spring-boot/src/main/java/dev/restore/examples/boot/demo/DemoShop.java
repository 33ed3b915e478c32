package dev.restore.examples.boot.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tables of a shop and fills them, when they are not there yet. The same size gives the same rows. */
public final class DemoShop {

    private static final Logger LOG = LoggerFactory.getLogger(DemoShop.class);
    private static final int BATCH = 2_000;
    private static final int CATEGORIES = 24;
    private static final List<String> NAMES =
            List.of("Ada Lovelace", "Zoë Müller", "李小龙", "Søren Ågård", "Ναταλία", "Айгүл", "José Ñandú", "Ann O'Neil");

    private static final List<String> TABLES = List.of(
            "create table category (id integer primary key, name varchar(80) not null unique)",
            "create table customer (id integer primary key, name varchar(120) not null, "
                    + "email varchar(160) not null unique, created_at timestamp not null)",
            "create table product (id integer primary key, category_id integer not null references category (id), "
                    + "name varchar(120) not null unique, price numeric(10, 2) not null check (price >= 0))",
            "create table purchase (id bigint primary key, customer_id integer not null references customer (id), "
                    + "ordered_at timestamp not null)",
            "create table purchase_line (purchase_id bigint not null references purchase (id), line integer not null, "
                    + "product_id integer not null references product (id), quantity integer not null, "
                    + "price numeric(10, 2) not null, primary key (purchase_id, line))");

    private final DataSource database;
    private final int purchases;

    /** Makes a shop with so many purchases of three lines each. */
    public DemoShop(DataSource database, int purchases) {
        this.database = database;
        this.purchases = purchases;
    }

    /** Makes the shop, unless there is one. */
    public void open() throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (isThere(connection)) {
                return;
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            fill(connection);
            connection.commit();
            connection.setAutoCommit(true);
        }
        LOG.info("made a shop with {} purchases to try things on", purchases);
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("select 1 from purchase_line where 1 = 0").close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void fill(Connection connection) throws SQLException {
        Random random = new Random(20_241_219);
        int customers = Math.max(10, purchases / 5);
        int products = Math.max(10, purchases / 50);
        rows(connection, "insert into category values (?, ?)", CATEGORIES, (row, id) -> {
            row.setInt(1, id);
            row.setString(2, "Category " + id);
        });
        rows(connection, "insert into customer values (?, ?, ?, ?)", customers, (row, id) -> {
            row.setInt(1, id);
            row.setString(2, NAMES.get(id % NAMES.size()) + ' ' + id);
            row.setString(3, "customer" + id + "@example.com");
            row.setTimestamp(4, moment(random));
        });
        rows(connection, "insert into product values (?, ?, ?, ?)", products, (row, id) -> {
            row.setInt(1, id);
            row.setInt(2, 1 + id % CATEGORIES);
            row.setString(3, "Product " + id);
            row.setBigDecimal(4, BigDecimal.valueOf(199 + random.nextInt(99_800), 2));
        });
        rows(connection, "insert into purchase values (?, ?, ?)", purchases, (row, id) -> {
            row.setLong(1, id);
            row.setInt(2, 1 + random.nextInt(customers));
            row.setTimestamp(3, moment(random));
        });
        rows(connection, "insert into purchase_line values (?, ?, ?, ?, ?)", purchases * 3, (row, number) -> {
            row.setLong(1, (number - 1) / 3 + 1L);
            row.setInt(2, (number - 1) % 3 + 1);
            row.setInt(3, 1 + random.nextInt(products));
            row.setInt(4, 1 + random.nextInt(5));
            row.setBigDecimal(5, BigDecimal.valueOf(199 + random.nextInt(99_800), 2));
        });
    }

    /** Sets the values of a row. */
    private interface Row {
        void set(PreparedStatement statement, int id) throws SQLException;
    }

    private static void rows(Connection connection, String insert, int count, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int id = 1; id <= count; id++) {
                row.set(statement, id);
                statement.addBatch();
                if (id % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static Timestamp moment(Random random) {
        return Timestamp.from(Instant.ofEpochSecond(1_600_000_000L + random.nextInt(130_000_000)));
    }
}
