package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.standard.SelectedColumn;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardReading;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads tables of SQLite. */
final class SqliteReading extends StandardReading {

    private final SqliteSchema schema;

    SqliteReading(SqlDatabase database, SqliteSchema schema) {
        super(database);
        this.schema = schema;
    }

    @Override
    protected List<SelectedColumn> selected(Table table, List<Column> columns) throws SQLException {
        SqliteReaders readers = new SqliteReaders(encoding());
        boolean strict = schema.strict(table);
        List<SelectedColumn> selected = new ArrayList<>();
        for (Column column : columns) {
            selected.add(new SelectedColumn(database().quote(column.name()), readers.of(column, strict)));
        }
        return selected;
    }

    private Charset encoding() throws SQLException {
        try (Statement statement = database().connection().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA encoding")) {
            return Charset.forName(row.next() ? row.getString(1) : "UTF-8");
        }
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        return new SqliteForm(column, schema.strict(table));
    }
}
