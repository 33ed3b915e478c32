package dev.restore.engine.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the range of PostgreSQL of the object by which a Django dump writes one. */
final class DjangoRange {

    private static final Set<String> BOUNDS = Set.of("[]", "[)", "(]", "()");

    private @Nullable String lower;
    private @Nullable String upper;
    private String bounds = "[)";
    private boolean empty;

    private DjangoRange() {}

    /** Returns the range as PostgreSQL writes it, or null where the JSON is not such an object. */
    static @Nullable String literal(byte[] json, int start, int end) {
        DjangoRange range = new DjangoRange();
        try {
            return range.read(new JsonText(json, start, end)) ? range.literal() : null;
        } catch (ValueException e) {
            return null;
        }
    }

    private boolean read(JsonText json) throws ValueException {
        if (!json.take('{') || json.take('}')) {
            return false;
        }
        do {
            byte[] name = json.takeString();
            if (name == null || !json.take(':') || !member(new String(name, StandardCharsets.UTF_8), json.takeCell())) {
                return false;
            }
        } while (json.take(','));
        return json.take('}') && json.atEnd();
    }

    private boolean member(String name, OneCell value) {
        String text = new String(
                value.bytes(), value.start(0, 0), value.end(0, 0) - value.start(0, 0), StandardCharsets.UTF_8);
        switch (name) {
            case "lower" -> lower = bound(value.kind(), text);
            case "upper" -> upper = bound(value.kind(), text);
            case "bounds" -> bounds = text;
            case "empty" -> empty = text.equals("true");
            default -> {
                return false;
            }
        }
        return BOUNDS.contains(bounds);
    }

    private static @Nullable String bound(ValueKind kind, String text) {
        return kind == ValueKind.NULL ? null : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String literal() {
        return empty
                ? "empty"
                : bounds.charAt(0)
                        + (lower == null ? "" : lower)
                        + ','
                        + (upper == null ? "" : upper)
                        + bounds.charAt(1);
    }
}
