package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The sequences of a session's tables. */
final class PostgresNumbering implements Numbering {

    private final PostgresSchema schema;

    PostgresNumbering(PostgresSchema schema) {
        this.schema = schema;
    }

    private Identities identities() throws SQLException {
        return new Identities(schema.connection(), schema.known());
    }

    @Override
    public List<NextValue> moveBehindRows(List<Table> tables) throws SQLException {
        return identities().restart(tables);
    }

    @Override
    public List<NextValue> next(List<Table> tables) throws SQLException {
        return identities().next(tables);
    }

    @Override
    public void restart(Table table, Column column, BigInteger next) throws SQLException {
        identities().restart(column, next);
    }

    @Override
    public List<String> doubts(List<Table> tables) {
        List<String> doubts = new ArrayList<>();
        PostgresCatalog read = schema.ifKnown();
        if (read == null) {
            return doubts;
        }
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.sequence() == null && PostgresCatalog.among(read.unclear(), table, column)) {
                    doubts.add("The default or a trigger of " + table.name().name() + "." + column.name()
                            + " draws from a sequence, and from which cannot be told: the next value may be taken. Say it"
                            + " (sequence, --sequence), and it is set past the rows.");
                }
            }
        }
        return doubts;
    }
}
