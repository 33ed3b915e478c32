package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.ReachedColumn;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.TableReading;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.measure.ForeignKeySql;
import dev.restore.dialect.postgres.read.CellDecoder;
import dev.restore.dialect.postgres.read.CellDecoders;
import dev.restore.dialect.postgres.read.CopyReader;
import dev.restore.dialect.postgres.read.PostgresForms;
import dev.restore.dialect.postgres.transaction.TableLocks;
import dev.restore.dialect.standard.ReachedRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts and reads rows. Outside of a transaction that takes locks only where nobody else has to wait for them. */
final class PostgresReading implements TableReading {

    private static final int COUNTED_AT_ONCE = 100;

    private static final String LABELS = """
            SELECT e.enumlabel
            FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            JOIN pg_catalog.pg_enum e ON e.enumtypid = a.atttypid
            WHERE n.nspname = ? AND c.relname = ? AND a.attname = ?
            ORDER BY e.enumsortorder""";

    private final PostgresSchema schema;
    private final PostgresForms forms;

    PostgresReading(PostgresSchema schema) {
        this.schema = schema;
        this.forms = new PostgresForms(schema.settings().zone());
    }

    @Override
    public long count(Table table) throws SQLException {
        return number(List.of(table), "SELECT count(*) FROM " + schema.known().only(table.name()));
    }

    @Override
    public List<Long> counts(List<Table> tables) throws SQLException {
        if (tables.isEmpty()) {
            return List.of();
        }
        if (schema.inTransaction()) {
            return countTogether(tables);
        }
        try {
            return schema.locks().readingAtOnce(tables, () -> countTogether(tables));
        } catch (SQLException e) {
            if (!TableLocks.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            // One is held by somebody else, and the refusal is to name that one.
            return TableReading.super.counts(tables);
        }
    }

    @Override
    public List<String> labels(Table table, Column column) throws SQLException {
        if (column.type().family() != TypeFamily.OTHER) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        try (PreparedStatement statement = schema.connection().prepareStatement(LABELS)) {
            statement.setString(1, table.name().schema());
            statement.setString(2, table.name().name());
            statement.setString(3, column.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    labels.add(row.getString(1));
                }
            }
        }
        return labels;
    }

    private List<Long> countTogether(List<Table> tables) throws SQLException {
        List<Long> counts = new ArrayList<>();
        for (int from = 0; from < tables.size(); from += COUNTED_AT_ONCE) {
            StringJoiner query = new StringJoiner(", ", "SELECT ARRAY[", "]");
            for (Table table : tables.subList(from, Math.min(from + COUNTED_AT_ONCE, tables.size()))) {
                query.add("(SELECT count(*) FROM " + schema.known().only(table.name()) + ")");
            }
            try (PreparedStatement statement = schema.connection().prepareStatement(query.toString());
                    ResultSet row = statement.executeQuery()) {
                row.next();
                Collections.addAll(counts, (Long[]) row.getArray(1).getArray());
            }
        }
        return counts;
    }

    @Override
    public long countReferring(ForeignKey foreignKey, long limit) throws SQLException {
        List<Table> tables = schema.known().catalog().tables().stream()
                .filter(t -> t.name().equals(foreignKey.table()) || t.name().equals(foreignKey.referencedTable()))
                .toList();
        return number(tables, ForeignKeySql.countReferring(schema.known(), foreignKey, limit));
    }

    private long number(List<Table> tables, String query) throws SQLException {
        return schema.inTransaction() ? number(query) : schema.locks().reading(tables, () -> number(query));
    }

    private long number(String query) throws SQLException {
        try (Statement statement = schema.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public TableReader reader(Table table, List<Column> columns, boolean ordered, @Nullable String condition)
            throws SQLException {
        return reader(table, columns, List.of(), ordered, condition);
    }

    @Override
    public TableReader reader(
            Table table, List<Column> columns, List<ReachedColumn> reached, boolean ordered, @Nullable String condition)
            throws SQLException {
        PostgresCatalog catalog = schema.known();
        List<CellDecoder> decoders = new ArrayList<>();
        StringJoiner selected = new StringJoiner(", ");
        for (Column column : columns) {
            PgType type = catalog.type(table, column);
            decoders.add(CellDecoders.of(type));
            selected.add(CellDecoders.selected(type, Identifiers.quoted(column.name())));
        }
        ReachedRows rows = reachedRows(catalog);
        for (ReachedColumn column : reached) {
            PgType type = catalog.type(column.table(), column.column());
            decoders.add(CellDecoders.of(type));
            selected.add(rows.selected(
                    column,
                    CellDecoders.selected(
                            type, Identifiers.quoted(column.column().name()))));
        }
        String where = condition == null ? "" : " WHERE (" + condition + "\n)";
        return new CopyReader(
                schema.connection(),
                "SELECT " + selected + " FROM " + catalog.only(table.name()) + rows.joins() + where
                        + (ordered ? order(table) : ""),
                decoders);
    }

    private static ReachedRows reachedRows(PostgresCatalog catalog) {
        return new ReachedRows(Identifiers::quoted, catalog::only);
    }

    @Override
    public boolean repeats(Table table, List<ReachedColumn> values) throws SQLException {
        PostgresCatalog catalog = schema.known();
        ReachedRows rows = reachedRows(catalog);
        List<String> columns = values.stream().map(rows::column).toList();
        return number("SELECT count(*) FROM (SELECT 1 FROM " + catalog.only(table.name()) + rows.joins() + " WHERE "
                        + String.join(" IS NOT NULL AND ", columns) + " IS NOT NULL GROUP BY "
                        + String.join(", ", columns) + " HAVING count(*) > 1 LIMIT 1) repeated")
                > 0;
    }

    /** Without a key rows are ordered by their texts, byte by byte: every type has one, also those that cannot be compared. */
    private static String order(Table table) {
        String texts = table.columns().stream()
                .map(column -> Identifiers.quoted(column.name()) + "::text COLLATE \"C\"")
                .collect(Collectors.joining(", "));
        String order =
                table.primaryKey().map(key -> Identifiers.list(key.columns())).orElse(texts);
        return order.isEmpty() ? "" : " ORDER BY " + order;
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        return forms.of(schema.known().type(table, column));
    }
}
