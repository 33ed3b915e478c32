package dev.restore.examples.boot.operations;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database of the history: one of its own, or that of the application. */
public final class HistoryDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 6;

    private final DataSource database;
    private final @Nullable HikariDataSource own;

    private HistoryDatabase(DataSource database, @Nullable HikariDataSource own) {
        this.database = database;
        this.own = own;
    }

    static HistoryDatabase of(RestoreProperties.History settings, DataSource application) {
        String url = settings.url();
        if (url == null || url.isBlank()) {
            return new HistoryDatabase(application, null);
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("history");
        config.setJdbcUrl(url);
        config.setUsername(settings.username());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        HikariDataSource pool = new HikariDataSource(config);
        return new HistoryDatabase(pool, pool);
    }

    /** Returns the database. */
    public DataSource dataSource() {
        return database;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
