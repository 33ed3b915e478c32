package dev.restore.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a document are, for an envelope that is not recognised by itself. Immutable; each method returns another one.
 *
 * <p>A path is the names of fields with dots between them, {@code response.items}; {@code *} stands for every field of an object
 * and every element of an array, a number for one element, and a backslash stands before a dot that belongs to a name. It leads to
 * the array that holds the rows, or to the object that holds them by their ids. The empty path is the document itself: an array of
 * records, or one record on each line.
 *
 * @param rows the path to what holds the rows
 * @param row the path from each record to the row in it, empty where the record is the row
 * @param table where the name of the table comes from
 * @param header the path to the names of the columns, for rows that are arrays; empty where they are objects
 * @param id the field of a record that ends in the row's id, after its last slash; null where the id is one of the row's fields
 * @param kept fields of a record, beside the row in it, that are columns too
 * @param dropped fields of a row that are not columns
 * @param kinds which of the records hold rows, null where all do
 * @param more what shows that the document is one page of several, empty where nothing does
 * @param values how the values of the rows are written
 */
public record RowShape(
        List<String> rows,
        List<String> row,
        TableFrom table,
        List<String> header,
        @Nullable String id,
        Set<String> kept,
        Set<String> dropped,
        @Nullable Kinds kinds,
        List<More> more,
        Values values) {

    /** The step of a path that leads to every field or element. */
    public static final String EVERY = "*";

    /** Checks that the parts go together. */
    public RowShape {
        rows = List.copyOf(rows);
        row = List.copyOf(row);
        header = List.copyOf(header);
        kept = Set.copyOf(kept);
        dropped = Set.copyOf(dropped);
        more = List.copyOf(more);
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(values, "values");
        if (row.contains(EVERY)) {
            throw new IllegalArgumentException("the path to the row in a record leads to one field, not to every one");
        }
        if (table instanceof TableFrom.Key && !rows.contains(EVERY)) {
            throw new IllegalArgumentException("the path to the rows has no *, whose key could be the table's name");
        }
    }

    /** How the values of rows are written. */
    public enum Values {
        /** As JSON has them. */
        PLAIN,
        /** Each in an object that names its type as DynamoDB does: <code>{"N": "1"}</code>. */
        DYNAMODB,
        /** Each in an object that names its type as Firestore does: <code>{"integerValue": "1"}</code>. */
        FIRESTORE,
        /** As JSON has them, but for the collections inside of a document of Firestore, in {@code __collections__}. */
        COLLECTIONS
    }

    /** Where the name of a table comes from. */
    public sealed interface TableFrom {
        /** The name of the file, without its endings. */
        record File() implements TableFrom {}

        /**
         * A field of the object that holds the array of rows, in front of them; else of each record.
         *
         * @param path the path to it
         */
        record Field(List<String> path) implements TableFrom {
            /** Copies the path. */
            public Field {
                path = List.copyOf(path);
            }
        }

        /** The key that the last {@code *} of the path stands for. */
        record Key() implements TableFrom {}

        /**
         * One name for all rows.
         *
         * @param name the name
         */
        record Named(String name) implements TableFrom {
            /** Checks that there is one. */
            public Named {
                if (name.isBlank()) {
                    throw new IllegalArgumentException("the name of a table is not blank");
                }
            }
        }
    }

    /**
     * Which records hold rows.
     *
     * @param field the path to the field that says what a record is
     * @param rows its values in records that hold rows
     * @param passed its values in records that hold none, and are passed over; every other value is refused
     * @param changes which records change rows of records before them, null where none do
     */
    public record Kinds(
            List<String> field,
            Set<String> rows,
            Set<String> passed,
            @Nullable Changes changes) {
        /** Copies the collections. */
        public Kinds {
            field = List.copyOf(field);
            rows = Set.copyOf(rows);
            passed = Set.copyOf(passed);
        }
    }

    /**
     * Which records change rows. Of each key that the target's table has, the last state counts, and a row that was deleted is none;
     * where the table has no primary key, or the records do not carry it, they are refused.
     *
     * @param states the values of the kind in records whose row may replace an earlier one
     * @param deletions its values in records that say that a row is gone
     * @param before the path to the row that is gone, where the record has none at its usual place; may be empty
     */
    public record Changes(Set<String> states, Set<String> deletions, List<String> before) {
        /** Copies the collections. */
        public Changes {
            states = Set.copyOf(states);
            deletions = Set.copyOf(deletions);
            before = List.copyOf(before);
        }
    }

    /**
     * What shows that a document is one page of several.
     *
     * @param field the path to a field beside the rows
     * @param value its value where there are more; null for any but null
     */
    public record More(List<String> field, @Nullable String value) {
        /** Copies the path. */
        public More {
            field = List.copyOf(field);
        }
    }

    /**
     * Returns the shape of rows at a path, of the table that the file is named after.
     *
     * @throws IllegalArgumentException if the path has empty steps
     */
    public static RowShape rows(String path) {
        return new RowShape(
                steps(path),
                List.of(),
                new TableFrom.File(),
                List.of(),
                null,
                Set.of(),
                Set.of(),
                null,
                List.of(),
                Values.PLAIN);
    }

    /** Returns the shape of rows that are each in a field of a record: {@code _source}, or a path to one. */
    public RowShape row(String path) {
        return new RowShape(rows, steps(path), table, header, id, kept, dropped, kinds, more, values);
    }

    /** Returns the shape with the names of tables in a field: of the object around the rows, in front of them; else of each record. */
    public RowShape tableFromField(String path) {
        return table(new TableFrom.Field(steps(path)));
    }

    /** Returns the shape with the keys that the last {@code *} of the path stands for as the names of the tables. */
    public RowShape tableFromKey() {
        return table(new TableFrom.Key());
    }

    /** Returns the shape with all rows in the table that the file is named after, which is the default. */
    public RowShape tableFromFile() {
        return table(new TableFrom.File());
    }

    /** Returns the shape with all rows in one table. */
    public RowShape table(String name) {
        return table(new TableFrom.Named(name));
    }

    private RowShape table(TableFrom from) {
        return new RowShape(rows, row, from, header, id, kept, dropped, kinds, more, values);
    }

    /** Returns the shape with the names of the columns of rows that are arrays: {@code columns}, or {@code fields.*.name}. */
    public RowShape header(String path) {
        return new RowShape(rows, row, table, steps(path), id, kept, dropped, kinds, more, values);
    }

    /** Returns the shape of records with a field that ends in the row's id: {@code projects/p/documents/cats/7}. */
    public RowShape id(String field) {
        return new RowShape(rows, row, table, header, field, kept, dropped, kinds, more, values);
    }

    /** Returns the shape with fields of each record that are columns beside those of the row in it. */
    public RowShape keep(String... fields) {
        return new RowShape(rows, row, table, header, id, Set.of(fields), dropped, kinds, more, values);
    }

    /** Returns the shape with fields of each row that are not columns. */
    public RowShape drop(String... fields) {
        return new RowShape(rows, row, table, header, id, kept, Set.of(fields), kinds, more, values);
    }

    /** Returns the shape with records of other kinds among those that hold rows. */
    public RowShape kinds(String field, Set<String> withRows, Set<String> passed) {
        return new RowShape(
                rows,
                row,
                table,
                header,
                id,
                kept,
                dropped,
                new Kinds(steps(field), withRows, passed, null),
                more,
                values);
    }

    /**
     * Returns the shape with records that change rows of records before them, of which the last state of each key counts.
     *
     * @param states the values of the kind in records whose row may replace an earlier one
     * @param deletions its values in records that say that a row is gone
     * @param before the path to the row that is gone, where the record has none at its usual place; may be empty
     * @throws IllegalStateException if nothing says of which kind a record is
     */
    public RowShape changes(Set<String> states, Set<String> deletions, String before) {
        Kinds known = kinds;
        if (known == null) {
            throw new IllegalStateException("say first which field tells the kinds of records apart");
        }
        Kinds changed =
                new Kinds(known.field(), known.rows(), known.passed(), new Changes(states, deletions, steps(before)));
        return new RowShape(rows, row, table, header, id, kept, dropped, changed, more, values);
    }

    /** Returns the shape of one page, which is not all where a field beside the rows is not null, either. */
    public RowShape more(String field) {
        return more(new More(steps(field), null));
    }

    /** Returns the shape of one page, which is not all where a field beside the rows has a value, either. */
    public RowShape more(String field, String value) {
        return more(new More(steps(field), value));
    }

    private RowShape more(More mark) {
        List<More> all = new ArrayList<>(more);
        all.add(mark);
        return new RowShape(rows, row, table, header, id, kept, dropped, kinds, all, values);
    }

    /** Returns the shape of rows whose values are written in another way than JSON has them. */
    public RowShape values(Values form) {
        return new RowShape(rows, row, table, header, id, kept, dropped, kinds, more, form);
    }

    /** Returns the table's one name, null where the content or the file names it. */
    public @Nullable String fixedTable() {
        return table instanceof TableFrom.Named named ? named.name() : null;
    }

    /** Returns where the rows are, in words. */
    public String words() {
        StringBuilder words = new StringBuilder(rows.isEmpty() ? "records" : "rows at " + String.join(".", rows));
        if (!row.isEmpty()) {
            words.append(", each in ").append(String.join(".", row));
        }
        if (table instanceof TableFrom.Field field) {
            words.append(", of tables by ").append(String.join(".", field.path()));
        } else if (table instanceof TableFrom.Named named) {
            words.append(", of ").append(named.name());
        }
        if (kinds != null && kinds.changes() != null) {
            words.append(", the last state of each key");
        }
        return words.toString();
    }

    /** Returns a path as its steps. */
    static List<String> steps(String path) {
        if (path.isEmpty()) {
            return List.of();
        }
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' && i + 1 < path.length()) {
                step.append(path.charAt(++i));
            } else if (c == '.') {
                steps.add(step.toString());
                step.setLength(0);
            } else {
                step.append(c);
            }
        }
        steps.add(step.toString());
        if (steps.contains("")) {
            throw new IllegalArgumentException("a path has names with single dots between them, not '" + path + "'");
        }
        return List.copyOf(steps);
    }
}
