package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.Shape;
import dev.restore.backup.names.EntryNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The rows of records that stand side by side, in an array or on lines, each in its record where a declaration says. */
final class RecordRows extends RowCursor {

    private static final Set<String> ACTIONS = Set.of("index", "create");

    /** The table that the record in front of a row names; it outlives the cursor where records are read one by one. */
    static final class Announced {
        private @Nullable TableTally table;

        /** Returns the table of a row that cannot be read, null where none is announced. */
        @Nullable
        String ofDamaged() {
            TableTally of = table;
            table = null;
            return of == null ? null : of.name();
        }
    }

    private final Elements elements;
    private final JsonParser parser;
    private final TableTally.Register tables;
    private final RecordReader reader;
    private final Shape.Declared shape;
    private final @Nullable TableTally only;
    private final String named;
    private final Announced announced;
    private long actionStart;

    /**
     * Starts.
     *
     * @param only the table of all rows, null where the records name theirs
     * @param named the table that the file is named after
     */
    RecordRows(
            JsonInput input,
            Elements elements,
            TableTally.Register tables,
            Shape.Declared shape,
            @Nullable TableTally only,
            String named,
            Announced announced) {
        super(input);
        this.elements = elements;
        this.parser = input.parser();
        this.tables = tables;
        this.shape = shape;
        this.only = only;
        this.named = named;
        this.announced = announced;
        this.reader = new RecordReader(input, decoder, row, shape, tables);
    }

    @Override
    boolean advance() {
        while (elements.next()) {
            if (shape.bulk() && announced.table == null) {
                actionStart = input.tokenOffset();
                announced.table = action();
                elements.finish();
                continue;
            }
            TableTally of = reader.read(shape.bulk() ? announced.table : only);
            elements.finish();
            if (shape.bulk()) {
                announced.table = null;
                row.startsAt(actionStart);
            }
            if (of == null) {
                continue;
            }
            row.number(of.next());
            current(of);
            if (of.wanted() && of.isState()) {
                return true;
            }
        }
        if (announced.table != null && input.endsWithFile()) {
            announced.table = null;
            throw input.error("ends after an action without the row that belongs to it", actionStart, null);
        }
        return false;
    }

    /** Reads what is done with the row that follows, and returns its table. */
    private TableTally action() {
        String action = parser.nextName();
        if (action == null || !ACTIONS.contains(action) || parser.nextToken() != JsonToken.START_OBJECT) {
            throw input.error(
                    "an action of the bulk file is neither index nor create but "
                            + (action == null ? "nothing" : EntryNames.printable(action))
                            + "; export the documents themselves, or take such actions away",
                    actionStart,
                    null);
        }
        String table = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("_index") && value == JsonToken.VALUE_STRING) {
                table = parser.getString();
            }
            parser.skipChildren();
        }
        if (parser.nextName() != null) {
            throw input.error("a line of the bulk file has more than one action", actionStart, null);
        }
        TableTally of = tables.get(table == null ? named : table);
        of.certain();
        return of;
    }

    @Override
    boolean isDeletion() {
        return reader.isDeletion();
    }

    @Override
    long recordEnd() {
        return elements.end();
    }

    @Override
    @Nullable
    ResumePoint resumePoint() {
        return elements.resumePoint(only == null ? null : only.name());
    }
}
