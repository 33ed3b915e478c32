package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Looks through a JSON value for what a plain cell would not keep. Does not recurse, however deep it is. Used once. */
final class JsonScan {

    /** Deeper ones are near the limits of readers, with what a backup puts around them. */
    private static final int MAX_DEPTH = 900;

    private static final int LONGEST_NAME = 10_000;
    private static final int LONGEST_NUMBER = 100_000;

    private final byte[] json;
    private final int start;
    private final int end;
    private final JsonKeeping keeping;

    JsonScan(byte[] json, int start, int end, JsonKeeping keeping) {
        this.json = json;
        this.keeping = keeping;
        int from = start;
        int to = end;
        while (from < to && isSpace(json[from])) {
            from++;
        }
        while (to > from && isSpace(json[to - 1])) {
            to--;
        }
        boolean spaced = keeping == JsonKeeping.TEXT && to - from < end - start;
        this.start = from;
        this.end = spaced ? from : to;
    }

    /** Returns the plain cell, empty where there is none. */
    Optional<OneCell> plain() {
        if (start == end) {
            return Optional.empty();
        }
        return switch (json[start]) {
            case '{', '[' -> structure();
            case '"' -> text();
            case 'n' -> Optional.empty();
            default -> scalar();
        };
    }

    private Optional<OneCell> scalar() {
        try {
            JsonText text = new JsonText(json, start, end);
            OneCell cell = text.takeCell();
            return text.atEnd() && end - start <= LONGEST_NUMBER ? Optional.of(cell) : Optional.empty();
        } catch (ValueException e) {
            return Optional.empty();
        }
    }

    private Optional<OneCell> text() {
        if (keeping == JsonKeeping.TEXT && hasOtherEscapes()) {
            return Optional.empty();
        }
        JsonText text = new JsonText(json, start, end);
        byte[] characters = text.takeString();
        if (characters == null || !text.atEnd()) {
            return Optional.empty();
        }
        String first = new String(characters, 0, Math.min(characters.length, 100), StandardCharsets.UTF_8).strip();
        boolean document = first.isEmpty() ? characters.length > 100 : first.charAt(0) == '{' || first.charAt(0) == '[';
        return document ? Optional.empty() : Optional.of(OneCell.text(characters));
    }

    /** Returns whether there are other escapes than those of quotes and backslashes, which a column may be given in another way. */
    private boolean hasOtherEscapes() {
        for (int i = start; i < end; i++) {
            if (json[i] == '\\') {
                i++;
                if (i == end || (json[i] != '"' && json[i] != '\\')) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<OneCell> structure() {
        if (!isPlainStructure()) {
            return Optional.empty();
        }
        byte[] compact = JsonText.compact(json, start, end);
        ValueKind kind = compact[0] == '{' ? ValueKind.OBJECT : ValueKind.ARRAY;
        return Optional.of(new OneCell(kind, compact, 0, compact.length));
    }

    private boolean isPlainStructure() {
        Deque<Set<String>> objects = new ArrayDeque<>();
        // What is open, one bit a level: whether it is an object.
        BitSet open = new BitSet();
        int depth = 0;
        boolean name = false;
        int at = start;
        while (at < end) {
            byte b = json[at];
            if (isSpace(b)) {
                if (keeping == JsonKeeping.TEXT) {
                    return false;
                }
                at++;
            } else if (b == '{' || b == '[') {
                if (depth++ == MAX_DEPTH) {
                    return false;
                }
                open.set(depth, b == '{');
                name = b == '{';
                if (name && keeping != JsonKeeping.VALUE) {
                    objects.push(new HashSet<>());
                }
                at++;
            } else if (b == '}' || b == ']') {
                if (b == '}' && keeping != JsonKeeping.VALUE) {
                    objects.pop();
                }
                depth--;
                name = false;
                at++;
            } else if (b == ',') {
                name = open.get(depth);
                at++;
            } else if (b == ':') {
                name = false;
                at++;
            } else if (b == '"') {
                int after = stringEnd(at, keeping == JsonKeeping.TEXT);
                if (after < 0 || (name && !isPlainName(at, after, objects))) {
                    return false;
                }
                at = after;
            } else {
                int from = at;
                while (at < end && json[at] != ',' && json[at] != ']' && json[at] != '}' && !isSpace(json[at])) {
                    at++;
                }
                if (at == from || at - from > LONGEST_NUMBER) {
                    return false;
                }
            }
        }
        return depth == 0;
    }

    private boolean isPlainName(int from, int after, Deque<Set<String>> objects) {
        if (after - from > LONGEST_NAME) {
            return false;
        }
        if (keeping == JsonKeeping.VALUE) {
            return true;
        }
        byte[] characters = new JsonText(json, from, after).takeString();
        return characters != null && objects.element().add(new String(characters, StandardCharsets.UTF_8));
    }

    /**
     * Returns where a string ends, after its quote; -1 where it holds half of a surrogate pair, or has no end.
     *
     * @param spelling whether it must be written as a backup would write it, with the shortest escapes
     */
    private int stringEnd(int from, boolean spelling) {
        int at = from + 1;
        while (at < end && json[at] != '"') {
            if (json[at] != '\\') {
                at++;
                continue;
            }
            if (at + 1 >= end) {
                return -1;
            }
            if (json[at + 1] != 'u') {
                if (spelling && json[at + 1] == '/') {
                    return -1;
                }
                at += 2;
                continue;
            }
            if (at + 6 > end || (spelling && !isShortest(at))) {
                return -1;
            }
            int unit = unit(at);
            at += 6;
            if (unit >= 0xdc00 && unit <= 0xdfff) {
                return -1;
            }
            if (unit >= 0xd800 && unit < 0xdc00) {
                int low = at + 6 <= end && json[at] == '\\' && json[at + 1] == 'u' ? unit(at) : 0;
                if (low < 0xdc00 || low > 0xdfff) {
                    return -1;
                }
                at += 6;
            }
        }
        return at < end ? at + 1 : -1;
    }

    /** Returns whether a control character is escaped with its number because it has no shorter escape. */
    private boolean isShortest(int escape) {
        int unit = unit(escape);
        boolean lower = true;
        for (int i = escape + 2; i < escape + 6; i++) {
            lower &= json[i] < 'A' || json[i] > 'F';
        }
        return lower && unit < ' ' && unit != '\b' && unit != '\t' && unit != '\n' && unit != '\f' && unit != '\r';
    }

    private int unit(int escape) {
        int value = 0;
        for (int i = escape + 2; i < escape + 6; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return 0xdc00;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
