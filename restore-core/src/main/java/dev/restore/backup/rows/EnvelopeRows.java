package dev.restore.backup.rows;

import dev.restore.backup.RowShape;
import dev.restore.backup.RowShape.TableFrom;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.RowKeys;
import dev.restore.backup.layout.Shape;
import dev.restore.backup.names.EntryNames;
import dev.restore.outcome.BackupFormatException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/** The rows inside a document, in the arrays, or objects by their ids, that a path leads to. */
final class EnvelopeRows extends RowCursor {

    private final JsonParser parser;
    private final TableTally.Register tables;
    private final Shape.Declared shape;
    private final RowShape where;
    private final List<String> path;
    private final @Nullable TableTally only;
    private final RecordReader reader;
    private final PageMarks pages = new PageMarks();
    private final Levels levels = new Levels();
    private final Set<String> begun = new HashSet<>();
    private boolean started;
    private boolean reached;
    private boolean inArray;
    private boolean inKeyed;
    private boolean firstRow;
    private @Nullable JsonToken ahead;
    private @Nullable TableTally around;
    private long end;
    private long rows;

    /**
     * Starts.
     *
     * @param only the table of all rows, null where the content names it
     */
    EnvelopeRows(JsonInput input, TableTally.Register tables, Shape.Declared shape, @Nullable TableTally only) {
        super(input);
        this.parser = input.parser();
        this.tables = tables;
        this.shape = shape;
        this.where = shape.where();
        this.path = where.rows();
        this.only = only;
        this.reader = new RecordReader(input, decoder, row, shape, tables);
    }

    @Override
    boolean advance() {
        try {
            return onward();
        } catch (StreamReadException e) {
            BackupFormatException failure = input.failure(e);
            throw shape.damaged().isEmpty()
                    ? failure
                    : new BackupFormatException(
                            failure.reason() + shape.damaged(),
                            failure.location(),
                            failure.offset(),
                            failure.getCause());
        }
    }

    private boolean onward() {
        if (!started) {
            started = true;
            JsonToken root = parser.nextToken();
            if (root != JsonToken.START_OBJECT && root != JsonToken.START_ARRAY) {
                throw input.error("no longer starts with an object or array: it changed while it was read", 0, null);
            }
            levels.open(root == JsonToken.START_ARRAY);
        }
        while (true) {
            if (inArray) {
                if (element(ahead)) {
                    return true;
                }
            } else if (inKeyed) {
                if (keyed()) {
                    return true;
                }
            } else if (levels.depth() == 0) {
                input.requireEnd();
                requireReached();
                tellOfPages();
                return false;
            } else if (step()) {
                return true;
            }
        }
    }

    /** Nobody has said that one page is all, where the target alone shows that the rows are its table's. */
    private void tellOfPages() {
        boolean ofAll = only == null && path.contains(RowShape.EVERY);
        Map<String, String> more =
                pages.found(ofAll ? OptionalLong.empty() : OptionalLong.of(only == null ? rows : only.rows()));
        if (!more.isEmpty() && shape.by() == Shape.Declared.By.TARGET) {
            throw onePage(more.keySet().iterator().next(), -1);
        }
        more.forEach(tables::warn);
    }

    private BackupFormatException onePage(String place, long offset) {
        return input.error(
                "is one page of several (" + EntryNames.printable(place)
                        + " says that there is more); fetch all pages, or say where the rows of this one are"
                        + " (shape, --rows)",
                offset,
                null);
    }

    private void requireReached() {
        if (!reached) {
            throw input.error(
                    "has nothing at " + EntryNames.printable(String.join(".", path))
                            + ", where its rows would be; say where they are (shape, --rows)",
                    -1,
                    null);
        }
    }

    /** Goes one field or element on. Returns whether that is a row that is wanted. */
    private boolean step() {
        Levels.Level level = levels.innermost();
        JsonToken value;
        if (level.array) {
            value = parser.nextToken();
            if (value == JsonToken.END_ARRAY) {
                levels.close();
                return false;
            }
            level.element();
        } else {
            String name = parser.nextName();
            if (name == null) {
                levels.close();
                return false;
            }
            level.key = name;
            value = parser.nextToken();
        }
        String wanted = path.get(levels.depth() - 1);
        if (wanted.equals(RowShape.EVERY) || wanted.equals(level.key)) {
            return down(value);
        }
        beside(level, value);
        return false;
    }

    /** Takes a value on the path. */
    private boolean down(JsonToken value) {
        if (levels.depth() == path.size()) {
            return rows(value);
        }
        if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
            levels.open(value == JsonToken.START_ARRAY);
        }
        return false;
    }

    private boolean rows(JsonToken value) {
        switch (value) {
            case START_ARRAY -> {
                end = input.offset();
                around = begin();
                reached = true;
                firstRow = true;
                inArray = true;
                ahead = parser.nextToken();
                return element(ahead);
            }
            case START_OBJECT -> {
                around = begin();
                reached = true;
                inKeyed = true;
                return keyed();
            }
            case VALUE_NULL -> {
                reached = true;
                return false;
            }
            default -> {
                tables.leaveOut(levels.innermost().key, "a " + JsonInput.kind(value) + ", no rows");
                return false;
            }
        }
    }

    /** Returns the table of the rows that begin here, null where each record names its own. */
    private @Nullable TableTally begin() {
        TableTally of = only;
        Levels.Level level = levels.innermost();
        if (where.table() instanceof TableFrom.Field field) {
            if (level.named == null && where.row().isEmpty() && shape.by() == Shape.Declared.By.WRITER) {
                throw namedLater(field);
            }
            of = level.named == null ? null : tables.get(level.named);
            if (level.named != null && !begun.add(level.named)) {
                throw input.error(
                        "has rows of table " + EntryNames.printable(level.named)
                                + " at two places, perhaps of two databases; export each of them by itself",
                        input.tokenOffset(),
                        null);
            }
        } else if (where.table() instanceof TableFrom.Key) {
            of = tables.get(levels.key(path.lastIndexOf(RowShape.EVERY)));
        }
        if (of != null) {
            of.certain();
        }
        return of;
    }

    /** A row of its own may have a field of that name. */
    private BackupFormatException namedLater(TableFrom.Field field) {
        return input.error(
                "has no " + EntryNames.printable(String.join(".", field.path()))
                        + " in front of the rows, which would name their table; put it there, or say of which table the"
                        + " rows are (shape, --rows PATH --table NAME)",
                input.tokenOffset(),
                null);
    }

    /** Takes a value beside the path. Objects in an array there would be rows that nobody counts. */
    private void beside(Levels.Level level, JsonToken value) {
        if (levels.depth() == 1) {
            for (RowShape.More more : where.more()) {
                if (level.key.equals(more.field().get(0))) {
                    if (pageOf(more, value)) {
                        throw onePage(String.join(".", more.field()), input.tokenOffset());
                    }
                    return;
                }
            }
        }
        if (value == JsonToken.VALUE_STRING
                && where.table() instanceof TableFrom.Field field
                && field.path().size() == 1
                && field.path().get(0).equals(level.key)) {
            level.named = parser.getString();
            return;
        }
        if (value.isScalarValue()) {
            pages.see(level.key, levels.place(), value, parser);
        }
        if (level.array && value.isStructStart()) {
            throw input.error(
                    "holds more at " + EntryNames.printable(levels.place()) + ", where only "
                            + EntryNames.printable(String.join(".", path))
                            + " is read; write each table into a file of its own, or say where the rows are (shape, --rows)",
                    input.tokenOffset(),
                    null);
        }
        if (value == JsonToken.START_ARRAY) {
            JsonToken first = parser.nextToken();
            boolean header = !where.header().isEmpty() && where.header().get(0).equals(level.key);
            for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                parser.skipChildren();
            }
            if (first == JsonToken.START_OBJECT && !header) {
                tables.leaveOut(level.key, "an array of objects beside the rows");
            }
        } else if (value == JsonToken.START_OBJECT && PageMarks.areIn(level.key)) {
            pages.look(levels.place(), parser);
        } else if (value == JsonToken.START_OBJECT && PageMarks.isTotal(level.key)) {
            pages.total(levels.place(), parser);
        } else {
            parser.skipChildren();
        }
    }

    private boolean pageOf(RowShape.More more, JsonToken value) {
        if (more.field().size() == 1) {
            parser.skipChildren();
            return says(more, value);
        }
        boolean found = false;
        if (value == JsonToken.START_OBJECT) {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken inner = parser.nextToken();
                found |= name.equals(more.field().get(1)) && says(more, inner);
                parser.skipChildren();
            }
        }
        return found;
    }

    private boolean says(RowShape.More more, JsonToken value) {
        return more.value() == null
                ? value != JsonToken.VALUE_NULL
                : more.value().equals(parser.getString());
    }

    /** Takes one element of the array of rows. Returns whether it is a row that is wanted. */
    private boolean element(@Nullable JsonToken token) {
        if (token == JsonToken.END_ARRAY) {
            inArray = false;
            return false;
        }
        long start = input.tokenOffset();
        TableTally of;
        if (token == JsonToken.START_OBJECT) {
            of = reader.read(around);
        } else if (token == JsonToken.START_ARRAY && !shape.columns().isEmpty()) {
            of = array(start);
        } else {
            throw input.error(
                    "a row at " + EntryNames.printable(String.join(".", path)) + " is not an object but a JSON "
                            + JsonInput.kind(token),
                    start,
                    null);
        }
        long after = input.offset();
        ahead = parser.nextToken();
        end = after;
        firstRow = false;
        return counted(of);
    }

    private boolean counted(@Nullable TableTally of) {
        if (of == null) {
            return false;
        }
        current(of);
        rows++;
        row.number(of.next());
        return of.wanted() && of.isState();
    }

    /** Reads a row that is an array of values, in the order of the columns. */
    private TableTally array(long start) {
        TableTally of = around;
        if (of == null) {
            throw input.error("a row that is an array cannot name its table; name one (shape, --table)", start, null);
        }
        List<String> columns = shape.columns();
        row.begin(start, false);
        int i = 0;
        for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
            if (i >= columns.size()) {
                throw wrongLength(start);
            }
            if (of.wanted() && !where.dropped().contains(columns.get(i))) {
                decoder.value(columns.get(i), value);
            } else {
                parser.skipChildren();
            }
            i++;
        }
        if (i < columns.size()) {
            throw wrongLength(start);
        }
        return of;
    }

    private RuntimeException wrongLength(long start) {
        return input.error(
                "a row has more or fewer values than the " + shape.columns().size() + " columns that "
                        + EntryNames.printable(String.join(".", where.header())) + " names",
                start,
                null);
    }

    private boolean keyed() {
        String key = parser.nextName();
        if (key == null) {
            inKeyed = false;
            return false;
        }
        TableTally of = around;
        if (of == null) {
            throw input.error(
                    "rows by their ids cannot name their table; name one (shape, --table)", input.tokenOffset(), null);
        }
        if (of.rows() == 0) {
            of.remark("is an object of rows by their ids; each key is read as the row's id");
        }
        JsonToken token = parser.nextToken();
        if (of.wanted()) {
            RowKeys.row(input, () -> reader.fields(of), row, key, token, of.name(), true);
        } else {
            parser.skipChildren();
        }
        end = input.offset();
        return counted(of);
    }

    @Override
    boolean isDeletion() {
        return reader.isDeletion();
    }

    @Override
    long recordEnd() {
        return end;
    }

    @Override
    @Nullable
    ResumePoint resumePoint() {
        if (!inArray) {
            return null;
        }
        String field =
                where.table() instanceof TableFrom.Field named ? named.path().get(0) : null;
        return levels.resumePoint(end, firstRow, path, field, around == null ? null : around.name());
    }
}
