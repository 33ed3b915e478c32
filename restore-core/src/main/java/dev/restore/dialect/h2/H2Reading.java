package dev.restore.dialect.h2;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.ReachedColumn;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.standard.SelectedColumn;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardReaders;
import dev.restore.dialect.standard.StandardReading;
import dev.restore.dialect.value.CellForms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads tables of H2. */
final class H2Reading extends StandardReading {

    private static final Pattern ARRAY_OF_TEXTS = Pattern.compile(
            "((?:DATE|TIME|TIMESTAMP|INTERVAL|DECFLOAT|CHARACTER LARGE OBJECT)\\b.*?)((?: ARRAY(?:\\[\\d+])?)+)");

    H2Reading(SqlDatabase database) {
        super(database);
    }

    /** Arrays come as arrays of texts where the driver gives their elements as objects of another calendar or precision. */
    @Override
    protected List<SelectedColumn> selected(Table table, List<Column> columns) throws SQLException {
        List<SelectedColumn> selected = new ArrayList<>();
        for (Column column : columns) {
            selected.add(new SelectedColumn(database().quote(column.name()), reader(column)));
        }
        return columns.stream().anyMatch(column -> column.type().family() == TypeFamily.ARRAY)
                ? withArraysOfTexts(table, selected)
                : selected;
    }

    private List<SelectedColumn> withArraysOfTexts(Table table, List<SelectedColumn> columns) throws SQLException {
        List<SelectedColumn> selected = new ArrayList<>();
        String query = "SELECT "
                + columns.stream().map(SelectedColumn::expression).collect(Collectors.joining(", ")) + " FROM "
                + database().quote(table.name()) + " WHERE FALSE";
        try (Statement statement = database().connection().createStatement();
                ResultSet none = statement.executeQuery(query)) {
            for (SelectedColumn column : columns) {
                String type = none.getMetaData().getColumnTypeName(selected.size() + 1);
                Matcher array = ARRAY_OF_TEXTS.matcher(type);
                selected.add(array.matches() ? asTexts(column, array.group(2)) : column);
            }
        }
        return selected;
    }

    private static SelectedColumn asTexts(SelectedColumn column, String arrays) {
        String dimensions = " ARRAY".repeat(arrays.split("ARRAY", -1).length - 1);
        return new SelectedColumn(
                "CAST(" + column.expression() + " AS CHARACTER VARYING" + dimensions + ")", column.reader());
    }

    private static CellReader reader(Column column) {
        return switch (column.type().name()) {
            case "DECFLOAT" -> StandardReaders.of(new ColumnType("DECFLOAT", TypeFamily.DECIMAL, 0, 0));
            case "ROW" -> H2Reading::refuseRow;
            default -> StandardReaders.of(column.type());
        };
    }

    private static void refuseRow(ResultSet row, int position, ReadRows rows) throws SQLException {
        if (row.getObject(position) != null) {
            throw new ValueException(rows.size(), position - 1, "holds a ROW, of which H2 takes no text", "22018");
        }
        rows.addNull();
    }

    /** H2 collects the rows of a query before it gives the first, unless the session is told not to; off is its default. */
    @Override
    public TableReader reader(
            Table table, List<Column> columns, List<ReachedColumn> reached, boolean ordered, @Nullable String condition)
            throws SQLException {
        database().execute("SET LAZY_QUERY_EXECUTION 1");
        try {
            return new LazyReader(super.reader(table, columns, reached, ordered, condition), this::collectAgain);
        } catch (SQLException e) {
            collectAgain();
            throw e;
        }
    }

    private void collectAgain() throws SQLException {
        database().execute("SET LAZY_QUERY_EXECUTION 0");
    }

    @Override
    public List<String> labels(Table table, Column column) {
        return H2Enum.is(column.type().name())
                ? List.copyOf(H2Enum.labels(column.type().name()))
                : List.of();
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        return H2Enum.is(column.type().name()) ? CellForms.written() : super.form(table, column);
    }
}
