package dev.restore.backup.layout;

import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.RowShape;
import dev.restore.backup.TypedForm;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.stream.CopyTextStream;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows in a backup.
 *
 * @param name its path in the archive
 * @param table the table that it is named after, which its rows are of where the content names none
 * @param shape what it holds
 * @param storedSize how many bytes it takes as stored, -1 when that is not known
 * @param stated what the manifest states about it, null where there is none
 * @param remark how it is read where that is not obvious and only the target can tell whether it is a table; else null
 * @param typed whether values of its rows may be in a {@link TypedForm}
 */
public record Part(
        String name,
        String table,
        Shape.Rows shape,
        long storedSize,
        @Nullable ManifestPart stated,
        @Nullable String remark,
        boolean typed) {

    /** What web services and databases call the field that holds the rows of an answer. */
    private static final Set<String> ENVELOPES = Set.of(
            "_default",
            "content",
            "data",
            "docs",
            "documents",
            "elements",
            "entries",
            "entities",
            "items",
            "list",
            "members",
            "objects",
            "payload",
            "records",
            "resources",
            "result",
            "results",
            "rows",
            "value",
            "values");

    /** How an object is read that is the whole file. */
    static final String ONE_ROW = "is one object, which is read as the only row of its table";

    public Part(String name, String table, Shape.Rows shape, long storedSize) {
        this(name, table, shape, storedSize, null, null, false);
    }

    /** Returns the same file, which only is one of rows if the target has its table. */
    Part perhaps(Shape.Rows as, String how) {
        return new Part(name, table, as, storedSize, stated, how, typed);
    }

    /** Returns the same file, read as the only row of the table that it is named after. */
    public Part asOneRow() {
        return perhaps(new Shape.Single(""), ONE_ROW);
    }

    /** How a file is read that is a part of a table by its name. */
    public static final String SHARD = "is read from files that are parts of it by their names";

    /** Returns the same file, read as a part of a table. */
    Part asShardOf(String whole) {
        return new Part(name, whole, shape, storedSize, stated, SHARD, typed);
    }

    /** How a file is read whose table stands in a manifest beside it. */
    static final String STATED = "is read from files whose table the manifest of the export names";

    /** Returns the same file, as part of a table that is named beside it. */
    Part ofStated(String whole) {
        return new Part(name, whole, shape, storedSize, stated, STATED, typed);
    }

    /** Returns whether more files may hold rows of its table. */
    public boolean isOfSeveral() {
        return SHARD.equals(remark)
                || STATED.equals(remark)
                || (shape instanceof Shape.Declared declared
                        && declared.by() == Shape.Declared.By.CALLER
                        && declared.where().fixedTable() != null);
    }

    /** Returns the JSON text of the file, out of its bytes as they are unpacked. */
    public InputStream text(InputStream unpacked) {
        return shape instanceof Shape.Copied ? new CopyTextStream(unpacked) : unpacked;
    }

    /** Returns whether it may also be one row of the table that it is named after, or hold rows of that table. */
    public boolean undecided() {
        return shape instanceof Shape.Tables tables
                && !tables.names().contains(table)
                && (!tables.fields().isEmpty() || envelope() != null);
    }

    /** Returns whether a field is called as that of an answer is which holds its rows. */
    static boolean isEnvelope(String field) {
        return ENVELOPES.contains(field.toLowerCase(Locale.ROOT));
    }

    /** Returns the field that may hold rows of the table that the file is named after, null where none is. */
    public @Nullable String envelope() {
        if (!(shape instanceof Shape.Tables tables)) {
            return null;
        }
        List<String> rows = tables.names().stream()
                .filter(each -> !tables.byId().contains(each))
                .toList();
        return rows.size() == 1 && isEnvelope(rows.get(0)) ? rows.get(0) : null;
    }

    /** Returns the same file, read as rows of the table that it is named after in its one field that holds rows. */
    Part asEnvelope() {
        String field = envelope();
        if (field == null || !(shape instanceof Shape.Tables tables)) {
            throw new IllegalStateException("no envelope: " + name);
        }
        String path = (tables.wrapper() == null ? "" : tables.wrapper() + ".") + field;
        Shape.Declared rows = new Shape.Declared(
                "JSON rows in " + path, RowShape.rows(path), false, List.of(), false, "", Shape.Declared.By.TARGET);
        return perhaps(rows, "is read from the field " + path + " of " + EntryNames.fileOf(name));
    }
}
