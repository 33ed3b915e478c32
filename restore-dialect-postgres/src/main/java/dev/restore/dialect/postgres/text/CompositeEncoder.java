package dev.restore.dialect.postgres.text;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a row of a composite type, from a JSON object or from the server's own form of it, each field by the encoder of its type. */
final class CompositeEncoder implements CellEncoder {

    private static final String NOT_THAT_TYPE = "22018";

    private final PgType type;
    private final List<CellEncoder> encoders = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final LiteralText literal = new LiteralText();

    CompositeEncoder(PgType type, Function<PgType, CellEncoder> encoders) {
        this.type = type;
        for (PgType.Field field : type.fields()) {
            positions.put(field.name(), this.encoders.size());
            this.encoders.add(encoders.apply(field.type()));
        }
    }

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case OBJECT -> sink.text(written(object(rows, row, column)));
            case TEXT -> {
                List<@Nullable String> values = literal(Cells.characters(rows, row, column));
                if (values == null || values.size() != encoders.size()) {
                    // The server says what is wrong with it.
                    ScalarEncoders.raw(sink, rows, row, column);
                } else {
                    sink.text(written(checked(values, row, column)));
                }
            }
            default ->
                throw Cells.refuse(
                        rows,
                        row,
                        column,
                        "cannot become " + type.name()
                                + ", only an object or a text such as \"(1,\\\"two words\\\")\" can",
                        NOT_THAT_TYPE);
        }
    }

    private List<@Nullable String> object(Rows rows, int row, int column) throws SQLException {
        @Nullable String[] values = new @Nullable String[encoders.size()];
        JsonText json = new JsonText(rows.bytes(), rows.start(row, column), rows.end(row, column));
        json.take('{');
        int found = 0;
        while (!json.take('}')) {
            json.take(',');
            json.peek();
            byte[] name = Objects.requireNonNull(json.takeString());
            Integer position = positions.get(new String(name, StandardCharsets.UTF_8));
            json.take(':');
            if (position == null) {
                throw Cells.refuse(rows, row, column, "has a field that is not one of " + type.name(), NOT_THAT_TYPE);
            }
            found++;
            OneCell cell = json.takeCell();
            values[position] = cell.kind() == ValueKind.NULL ? null : encoded(position, cell, row, column);
        }
        if (found < values.length) {
            throw Cells.refuse(rows, row, column, "lacks a field of " + type.name(), NOT_THAT_TYPE);
        }
        return Arrays.asList(values);
    }

    private List<@Nullable String> checked(List<@Nullable String> values, int row, int column) throws SQLException {
        List<@Nullable String> checked = new ArrayList<>(values);
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value != null && type.fields().get(i).type().isTakenLoosely()) {
                checked.set(i, encoded(i, OneCell.text(value.getBytes(StandardCharsets.UTF_8)), row, column));
            }
        }
        return checked;
    }

    private String encoded(int position, OneCell cell, int row, int column) throws SQLException {
        literal.reset();
        try {
            encoders.get(position).encode(literal, cell, 0, 0);
        } catch (ValueException e) {
            String field = "field " + type.fields().get(position).name() + " of " + type.name();
            throw new ValueException(row, column, field + ": " + e.getMessage(), e.getSQLState());
        }
        return literal.collected();
    }

    private static String written(List<@Nullable String> values) {
        StringBuilder text = new StringBuilder();
        char before = '(';
        for (String value : values) {
            text.append(before);
            before = ',';
            if (value != null) {
                text.append('"')
                        .append(value.replace("\\", "\\\\").replace("\"", "\"\""))
                        .append('"');
            }
        }
        return text.append(values.isEmpty() ? "()" : ")").toString();
    }

    /** Returns the values of a literal, a missing one as null; null where it is not such a literal. */
    private static @Nullable List<@Nullable String> literal(String characters) {
        String text = characters.strip();
        if (text.length() < 2 || text.charAt(0) != '(' || text.charAt(text.length() - 1) != ')') {
            return null;
        }
        List<@Nullable String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        boolean missing = true;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!quoted && (c == ',' || c == ')')) {
                if (c == ')' && i < text.length() - 1) {
                    return null;
                }
                values.add(missing ? null : value.toString());
                value.setLength(0);
                missing = true;
                continue;
            }
            missing = false;
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (c == '"' && quoted && text.charAt(i + 1) == '"') {
                value.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else {
                value.append(c);
            }
        }
        return quoted ? null : values;
    }
}
