package dev.restore.examples.dialect.mariadb;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.standard.SqlDatabase;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The numbers that MariaDB draws for AUTO_INCREMENT columns. */
final class MariaDbNumbering implements Numbering {

    private final SqlDatabase database;

    MariaDbNumbering(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public List<NextValue> next(List<Table> tables) throws SQLException {
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.generation() == Column.Generation.IDENTITY_BY_DEFAULT) {
                    next.add(next(table, column));
                }
            }
        }
        return next;
    }

    /** InnoDB goes on after the greatest number that a row has brought. */
    @Override
    public List<NextValue> moveBehindRows(List<Table> tables) throws SQLException {
        return next(tables);
    }

    private NextValue next(Table table, Column column) throws SQLException {
        String name = database.quote(column.name());
        String sql =
                "SELECT COALESCE((SELECT auto_increment FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_name = ?), 1), COALESCE(MAX(" + name + "), 0) FROM "
                        + database.quote(table.name());
        try (PreparedStatement statement = database.connection().prepareStatement(sql)) {
            statement.setString(1, table.name().name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                BigInteger next = row.getBigDecimal(1).toBigInteger();
                BigInteger greatest = row.getBigDecimal(2).toBigInteger();
                return new NextValue(table, column, next, next.compareTo(greatest) > 0, false);
            }
        }
    }
}
