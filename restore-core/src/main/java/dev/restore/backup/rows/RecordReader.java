package dev.restore.backup.rows;

import dev.restore.backup.RowShape;
import dev.restore.backup.RowShape.Changes;
import dev.restore.backup.RowShape.Kinds;
import dev.restore.backup.RowShape.TableFrom;
import dev.restore.backup.Survey.Records;
import dev.restore.backup.json.CollectionFields;
import dev.restore.backup.json.DynamoValues;
import dev.restore.backup.json.FirestoreValues;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.json.RowDecoder;
import dev.restore.backup.json.RowFields;
import dev.restore.backup.layout.RowKeys;
import dev.restore.backup.layout.Shape;
import dev.restore.backup.names.EntryNames;
import dev.restore.outcome.BackupFormatException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the row in a record, wherever a declaration says that it is. */
final class RecordReader {

    private final JsonInput input;
    private final JsonParser parser;
    private final RowDecoder decoder;
    private final RowBuffer row;
    private final RowShape shape;
    private final TableTally.Register tables;
    private final List<String> tablePath;
    private final List<String> kindPath;
    private final @Nullable String kindInRow;
    private final List<String> rowPath;
    private final List<String> beforePath;
    private final boolean plain;
    private final @Nullable RowFields typed;
    private final String writer;
    private @Nullable TableTally table;
    private @Nullable String kind;
    private @Nullable String id;
    private boolean found;
    private boolean nothing;
    private boolean foundBefore;
    private boolean deletion;
    private boolean othersBeside;

    RecordReader(
            JsonInput input, RowDecoder decoder, RowBuffer row, Shape.Declared declared, TableTally.Register tables) {
        this.writer = declared.writer();
        this.shape = declared.where();
        this.input = input;
        this.parser = input.parser();
        this.decoder = decoder;
        this.row = row;
        this.tables = tables;
        this.rowPath = shape.row();
        this.tablePath = shape.table() instanceof TableFrom.Field field ? field.path() : List.of();
        Kinds kinds = shape.kinds();
        this.kindPath = kinds == null ? List.of() : kinds.field();
        this.kindInRow = kindPath.size() == rowPath.size() + 1
                        && kindPath.subList(0, rowPath.size()).equals(rowPath)
                ? kindPath.get(rowPath.size())
                : null;
        this.beforePath = kinds == null || kinds.changes() == null
                ? List.of()
                : kinds.changes().before();
        this.plain = rowPath.isEmpty() && kinds == null;
        this.typed = switch (shape.values()) {
            case DYNAMODB -> new DynamoValues(input, row, decoder);
            case FIRESTORE -> new FirestoreValues(input, row, decoder);
            case COLLECTIONS -> new CollectionFields(input, row, decoder);
            case PLAIN -> null;
        };
    }

    /**
     * Reads the record that the parser is at the start of.
     *
     * @param known the table of its row, null where the record names it
     * @return the table, null where the record holds no row and is passed over
     */
    @Nullable
    TableTally read(@Nullable TableTally known) {
        long start = input.tokenOffset();
        row.begin(start, false);
        if (plain && known != null) {
            if (!known.wanted()) {
                parser.skipChildren();
            } else if (shape.dropped().isEmpty() && typed == null) {
                decoder.fields();
            } else {
                row(Set.of());
            }
            return known;
        }
        table = known;
        kind = null;
        id = null;
        found = false;
        nothing = false;
        foundBefore = false;
        deletion = false;
        othersBeside = false;
        if (rowPath.isEmpty()) {
            found = true;
            row(Set.of());
        } else {
            object(0, true, known == null, !kindPath.isEmpty(), !beforePath.isEmpty());
        }
        if (id != null && !nothing) {
            found = true;
            RowKeys.id(input, row, id.substring(id.lastIndexOf('/') + 1));
        }
        return passed(start) ? null : checked(start);
    }

    /** Reads the fields of the row that the parser is at the start of, of a table that is known. */
    void fields(TableTally of) {
        table = of;
        row(Set.of());
    }

    /** Returns whether the record that was just read says that its row is gone. */
    boolean isDeletion() {
        return deletion;
    }

    /** Returns whether the record is of a kind that holds no row. */
    private boolean passed(long start) {
        Kinds kinds = shape.kinds();
        if (kinds == null) {
            return false;
        }
        String of = kind;
        if (of == null) {
            throw input.error(
                    "a record has no text in " + EntryNames.printable(String.join(".", kinds.field()))
                            + ", which says what it is",
                    start,
                    null);
        }
        if (kinds.passed().contains(of)) {
            return true;
        }
        Changes changes = kinds.changes();
        deletion = changes != null && changes.deletions().contains(of);
        boolean change = deletion || (changes != null && changes.states().contains(of));
        TableTally changed = table;
        if (!kinds.rows().contains(of) && !(change && (changed == null || changed.takesChanges()))) {
            throw notARow(kinds, of, start);
        }
        if (changes != null && changed != null) {
            changed.holds(change ? Records.CHANGES : Records.CREATIONS);
        }
        return false;
    }

    private BackupFormatException notARow(Kinds kinds, String of, long start) {
        return input.error(
                "a record of " + writer + " is of a kind that is not a row to load ("
                        + EntryNames.printable(String.join(".", kinds.field())) + " is "
                        + EntryNames.printable(of)
                        + (kinds.rows().isEmpty() ? "" : ", and " + String.join(" or ", kinds.rows()) + " are read")
                        + "); export the state of the tables, or take such records away",
                start,
                null);
    }

    private TableTally checked(long start) {
        if (!found && !(deletion && foundBefore)) {
            throw withoutRow(start);
        }
        TableTally of = table;
        if (of == null) {
            throw input.error(
                    "a record has no text in " + EntryNames.printable(String.join(".", tablePath))
                            + ", which names its table; name one (shape, --table)",
                    start,
                    null);
        }
        if (othersBeside && of.remark() == null) {
            of.remark("is read from the field " + String.join(".", rowPath)
                    + " of each record; what stands beside it is not read");
        }
        return of;
    }

    private BackupFormatException withoutRow(long start) {
        return input.error(
                "a record has " + (nothing && !deletion ? "null" : "no object") + " in "
                        + EntryNames.printable(String.join(".", deletion ? beforePath : rowPath))
                        + (deletion
                                ? ", which would say which row is gone; take such records away, or export the state of"
                                        + " the table"
                                : ", where its row would be; take such records away, or say where their rows are"
                                        + " (shape, --row-field)"),
                start,
                null);
    }

    /** Goes through an object on the way to the row, the table's name, the kind or the row before. */
    private void object(int depth, boolean onRow, boolean onTable, boolean onKind, boolean onBefore) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            boolean row = onRow && is(rowPath, depth, name);
            boolean names = onTable && is(tablePath, depth, name);
            boolean tells = onKind && is(kindPath, depth, name);
            boolean before = onBefore && is(beforePath, depth, name);
            if (depth == 0 && !row && shape.kept().contains(name)) {
                keep(name);
                continue;
            }
            JsonToken value = parser.nextToken();
            if (depth == 0 && value == JsonToken.VALUE_STRING && name.equals(shape.id())) {
                id = parser.getString();
            } else if (row && depth + 1 == rowPath.size()) {
                if (value == JsonToken.START_OBJECT) {
                    found = true;
                    if (foundBefore) {
                        this.row.begin(this.row.offset(), false);
                    }
                    row(shape.kept());
                } else {
                    nothing = value == JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
            } else if (before && depth + 1 == beforePath.size() && value == JsonToken.START_OBJECT && !found) {
                foundBefore = true;
                row(Set.of());
            } else if (value == JsonToken.VALUE_STRING && names && depth + 1 == tablePath.size()) {
                named();
            } else if (value == JsonToken.VALUE_STRING && tells && depth + 1 == kindPath.size()) {
                kind = parser.getString();
            } else if (value == JsonToken.START_OBJECT && (row || names || tells || before)) {
                object(depth + 1, row, names, tells, before);
            } else {
                othersBeside |= onRow;
                parser.skipChildren();
            }
        }
    }

    private static boolean is(List<String> path, int depth, String name) {
        return depth < path.size() && path.get(depth).equals(name);
    }

    private void named() {
        table = tables.get(parser.getString());
        table.certain();
    }

    private void keep(String name) {
        requireOnce(name);
        decoder.field(name);
    }

    /** Two columns of one name would be one value too many. */
    private void requireOnce(String name) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals(name)) {
                throw input.error(
                        "the field " + EntryNames.printable(name) + " stands in a row and beside it",
                        input.tokenOffset(),
                        null);
            }
        }
    }

    /** Reads the fields of the row that the parser is at the start of. */
    private void row(Set<String> beside) {
        TableTally of = table;
        boolean wanted = of == null || of.wanted();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (rowPath.isEmpty() && of == null && is(tablePath, 0, name) && tablePath.size() == 1) {
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    named();
                }
            } else if (name.equals(kindInRow)) {
                JsonToken value = parser.nextToken();
                kind = value == JsonToken.VALUE_STRING || value.isBoolean() ? parser.getString() : null;
                parser.skipChildren();
            } else if (!wanted || shape.dropped().contains(name)) {
                parser.nextToken();
                parser.skipChildren();
            } else {
                if (beside.contains(name)) {
                    requireOnce(name);
                }
                if (typed == null) {
                    decoder.field(name);
                } else {
                    typed.field(name);
                }
            }
        }
    }
}
