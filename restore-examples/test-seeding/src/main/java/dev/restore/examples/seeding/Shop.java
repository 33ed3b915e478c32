package dev.restore.examples.seeding;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the application does with its database: it takes orders. */
public final class Shop {

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final TransactionTemplate ownTransaction;

    /** Opens the shop. */
    public Shop(DataSource database) {
        sql = new JdbcTemplate(database);
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database);
        transaction = new TransactionTemplate(manager);
        ownTransaction = new TransactionTemplate(manager);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Takes an order and notes it. Returns its number. */
    public long order(long customer, long product, int quantity) {
        return Objects.requireNonNull(transaction.execute(status -> {
            GeneratedKeyHolder keys = new GeneratedKeyHolder();
            sql.update(
                    connection -> {
                        PreparedStatement insert = connection.prepareStatement(
                                "insert into orders (customer_id, state) values (?, 'open')", new String[] {"id"});
                        insert.setLong(1, customer);
                        return insert;
                    },
                    keys);
            long number = Objects.requireNonNull(keys.getKey()).longValue();
            sql.update(
                    "insert into order_line (order_id, product_id, quantity) values (?, ?, ?)",
                    number,
                    product,
                    quantity);
            sql.update("update stock set amount = amount - ? where product_id = ?", quantity, product);
            sql.update("insert into audit (order_id, note) values (?, 'taken')", number);
            return number;
        }));
    }

    /** Forgets all customers and their orders, as a job that commits whatever the caller does. */
    public void forgetAll() {
        ownTransaction.executeWithoutResult(status -> {
            for (String table : List.of("audit", "order_line", "orders", "customer")) {
                sql.update("delete from " + table);
            }
        });
    }

    /** Changes two of the tables. */
    public void rename(long customer, String name) {
        transaction.executeWithoutResult(status -> {
            sql.update("update customer set name = ? where id = ?", name, customer);
            sql.update("update stock set amount = amount - 1 where product_id = 1");
        });
    }

    /** Returns the names of the customers. */
    public List<String> customers() {
        return sql.queryForList("select name from customer order by id", String.class);
    }

    /** Returns how many orders were noted. */
    public long notes() {
        return Objects.requireNonNull(sql.queryForObject("select count(*) from audit", Long.class));
    }

    /** Returns what is there of a product. */
    public long amount(long product) {
        return Objects.requireNonNull(
                sql.queryForObject("select amount from stock where product_id = ?", Long.class, product));
    }
}
