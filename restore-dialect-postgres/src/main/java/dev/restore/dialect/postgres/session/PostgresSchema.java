package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.TableName;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.postgres.catalog.CatalogReader;
import dev.restore.dialect.postgres.catalog.CatalogToken;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.transaction.TableLocks;
import dev.restore.dialect.postgres.transaction.Thresholds;
import dev.restore.dialect.postgres.transaction.TransactionSetup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a session knows of the schema and the settings of its connection: read when somebody needs it first. */
final class PostgresSchema {

    private final Connection connection;
    private final SessionSettings settings;
    private boolean inTransaction;
    private @Nullable PostgresCatalog catalog;
    private @Nullable Thresholds thresholds;

    PostgresSchema(Connection connection, SessionSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    Connection connection() {
        return connection;
    }

    SessionSettings settings() {
        return settings;
    }

    /** Says whether a transaction of this session is open. */
    void inTransaction(boolean open) {
        inTransaction = open;
    }

    boolean inTransaction() {
        return inTransaction;
    }

    /** Reads the catalog, unless it is as it was when another session has read it. */
    Catalog read() throws SQLException {
        return readAgain().catalog();
    }

    private PostgresCatalog readAgain() throws SQLException {
        if (!inTransaction) {
            TransactionSetup.refuseWhileAnotherRuns(connection);
        }
        PostgresCatalog read = settings.memory()
                .get(
                        PostgresCatalog.class,
                        () -> new TreeMap<>(settings.sequences()) + new CatalogToken(connection).read(),
                        () -> new CatalogReader(connection, settings.sequences()).read(settings.schema()));
        catalog = read;
        return read;
    }

    PostgresCatalog known() throws SQLException {
        PostgresCatalog known = catalog;
        return known == null ? readAgain() : known;
    }

    /** Returns what has been read so far, null for nothing. */
    @Nullable
    PostgresCatalog ifKnown() {
        return catalog;
    }

    /** Learns the types of a temporary table of this session. */
    void stages(TableName name, Map<String, PgType> types) throws SQLException {
        catalog = known().with(name, types);
    }

    Thresholds thresholds() throws SQLException {
        Thresholds read = thresholds;
        if (read == null) {
            read = Thresholds.read(connection);
            thresholds = read;
        }
        return read;
    }

    TableLocks locks() throws SQLException {
        return new TableLocks(connection, known());
    }
}
