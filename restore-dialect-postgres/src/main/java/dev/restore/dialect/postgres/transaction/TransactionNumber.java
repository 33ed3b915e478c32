package dev.restore.dialect.postgres.transaction;

import dev.restore.dialect.Commits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The number by which the server can be asked what became of a transaction. */
public final class TransactionNumber implements Commits {

    private final Connection connection;

    public TransactionNumber(Connection connection) {
        this.connection = connection;
    }

    /** Returns the transaction's number; empty before PostgreSQL 13, which cannot be asked by it. */
    @Override
    public Optional<String> mark() throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < 13) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id()::text")) {
            row.next();
            return Optional.of(row.getString(1));
        }
    }
}
