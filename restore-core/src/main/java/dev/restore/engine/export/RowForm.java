package dev.restore.engine.export;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.value.JsonText;
import dev.restore.engine.match.DjangoTables;
import dev.restore.engine.match.NameMatch;
import dev.restore.plan.BackupFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the rows of a table are written in a format. */
final class RowForm {

    private final List<Column> columns;
    private final List<byte[]> heads;
    private final byte[] tail;

    private RowForm(List<Column> columns, List<byte[]> heads, byte[] tail) {
        this.columns = List.copyOf(columns);
        this.heads = List.copyOf(heads);
        this.tail = tail;
    }

    /** Returns the columns in their order. */
    List<Column> columns() {
        return columns;
    }

    /** Returns what stands in front of each value. */
    List<byte[]> heads() {
        return heads;
    }

    /** Returns what stands after the last value, with a line feed; the whole row where there are no columns. */
    byte[] tail() {
        return tail;
    }

    /** Returns the form. */
    static RowForm of(BackupFormat format, Catalog catalog, Table table) {
        List<Column> columns = table.insertableColumns();
        return format == BackupFormat.DJANGO ? django(catalog, table, columns) : plain(columns);
    }

    private static RowForm plain(List<Column> columns) {
        List<byte[]> heads = new ArrayList<>();
        for (Column column : columns) {
            heads.add(head(heads.isEmpty() ? "{" : ",", column.name()));
        }
        return new RowForm(columns, heads, ascii(columns.isEmpty() ? "{}\n" : "}\n"));
    }

    private static RowForm django(Catalog catalog, Table table, List<Column> columns) {
        Optional<Column> key = djangoKey(table);
        List<Column> ordered = new ArrayList<>(columns);
        key.ifPresent(column -> {
            ordered.remove(column);
            ordered.add(0, column);
        });
        List<byte[]> heads = new ArrayList<>();
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        before.writeBytes(head("{", "model"));
        byte[] model = model(catalog, table).getBytes(StandardCharsets.UTF_8);
        JsonText.writeString(model, 0, model.length, before);
        if (key.isPresent()) {
            before.writeBytes(ascii(",\"pk\":"));
            heads.add(before.toByteArray());
            before.reset();
        }
        before.writeBytes(ascii(",\"fields\":{"));
        boolean first = true;
        for (Column column : ordered.subList(heads.size(), ordered.size())) {
            before.writeBytes(head(first ? "" : ",", field(table, column)));
            heads.add(before.toByteArray());
            before.reset();
            first = false;
        }
        before.writeBytes(ascii("}}\n"));
        return new RowForm(ordered, heads, before.toByteArray());
    }

    /** Returns the column whose value is the record's key: the primary key, if it is one column that is written. */
    private static Optional<Column> djangoKey(Table table) {
        return table.primaryKey()
                .map(Key::columns)
                .filter(columns -> columns.size() == 1)
                .flatMap(columns -> table.column(columns.get(0)))
                .filter(Column::insertable);
    }

    /** Returns whether a column is called like a record's key and is not that. */
    static boolean clashes(Table table, Column column) {
        return column.name().equalsIgnoreCase(DjangoTables.KEY)
                && !djangoKey(table).filter(column::equals).isPresent();
    }

    /**
     * Returns the model that a table holds: Django calls the table of {@code app.name} {@code app_name}, but for some of its own
     * models.
     */
    static String model(Catalog catalog, Table table) {
        String name = catalog.spell(table.name());
        Optional<String> own = DjangoTables.model(name)
                .filter(model -> !taken(catalog, model) && !taken(catalog, DjangoTables.usual(model)));
        if (own.isPresent()) {
            return own.get();
        }
        int underscore = name.indexOf('_');
        if (underscore <= 0 || underscore == name.length() - 1 || name.indexOf('.') >= 0) {
            return name;
        }
        String model = name.substring(0, underscore) + '.' + name.substring(underscore + 1);
        return taken(catalog, model) ? name : model;
    }

    private static boolean taken(Catalog catalog, String name) {
        return catalog.tables().stream()
                .map(Table::name)
                .anyMatch(other -> name.equalsIgnoreCase(other.name()) || name.equalsIgnoreCase(other.toString()));
    }

    /** Returns what Django calls a column: a reference without its {@code _id}. */
    private static String field(Table table, Column column) {
        String name = column.name();
        if (name.length() < 4 || !name.regionMatches(true, name.length() - 3, "_id", 0, 3)) {
            return name;
        }
        boolean refers = table.foreignKeys().stream()
                .anyMatch(key -> key.columns().size() == 1 && key.columns().contains(name));
        String field = name.substring(0, name.length() - 3);
        boolean taken = field.equalsIgnoreCase(DjangoTables.KEY)
                || !NameMatch.find(field, table.columns(), Column::name).isEmpty()
                || NameMatch.find(field + "_id", table.columns(), Column::name).size() != 1;
        return refers && !taken ? field : name;
    }

    private static byte[] head(String before, String name) {
        byte[] characters = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(ascii(before));
        JsonText.writeString(characters, 0, characters.length, head);
        head.write(':');
        return head.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
