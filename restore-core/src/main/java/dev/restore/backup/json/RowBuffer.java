package dev.restore.backup.json;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.util.Arrays;
import java.util.Base64;

/** The one row that is filled again and again. Slots before {@link #first} are reserved but not part of the row. */
public final class RowBuffer implements BackupRow {

    private static final int EXACT_FROM = 4096;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final String location;
    private final int limit;
    private byte[] bytes = new byte[4096];
    private int length;
    private String[] names = new String[32];
    private ValueKind[] kinds = new ValueKind[32];
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private int first;
    private int count;
    private long number;
    private long offset;

    public RowBuffer(String location, ReadLimits limits) {
        this.location = location;
        this.limit = limits.rowBytes();
    }

    /** Starts a row, with one slot kept free in front if asked for. */
    public void begin(long rowOffset, boolean reserveFirst) {
        offset = rowOffset;
        length = 0;
        first = reserveFirst ? 1 : 0;
        count = first;
    }

    /** Says that the row begins in the file where what belongs to it does. */
    public void startsAt(long start) {
        offset = start;
    }

    public void number(long value) {
        number = value;
    }

    /** Returns whether the next field had another name in the row before. */
    boolean isNewName(String name) {
        return count >= names.length || !name.equals(names[count]);
    }

    /** Starts a field; what is written until {@link #end} is its value. */
    public void field(String name, ValueKind kind) {
        if (count == names.length) {
            int larger = count * 2;
            names = Arrays.copyOf(names, larger);
            kinds = Arrays.copyOf(kinds, larger);
            starts = Arrays.copyOf(starts, larger);
            ends = Arrays.copyOf(ends, larger);
        }
        names[count] = name;
        kinds[count] = kind;
        starts[count] = length;
    }

    /** Says that the value of the field is of another kind than it looked like. */
    void kind(ValueKind kind) {
        kinds[count] = kind;
    }

    /** Decodes what was written of the value, which is base64. Returns whether it was. */
    boolean decodeBase64() {
        int start = starts[count];
        try {
            byte[] decoded = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, length));
            System.arraycopy(decoded, 0, bytes, start, decoded.length);
            length = start + decoded.length;
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Ends the field. */
    public void end() {
        ends[count++] = length;
    }

    /** Makes the field that was ended last the first one, in the reserved slot; a null is dropped: no key. */
    public void takeKey() {
        count--;
        if (kinds[count] == ValueKind.NULL) {
            return;
        }
        names[0] = names[count];
        kinds[0] = kinds[count];
        starts[0] = starts[count];
        ends[0] = ends[count];
        first = 0;
    }

    /** Takes a field out of the row; its value keeps its place among the bytes. */
    public void remove(int field) {
        int from = field + first;
        int moved = count - from - 1;
        System.arraycopy(names, from + 1, names, from, moved);
        System.arraycopy(kinds, from + 1, kinds, from, moved);
        System.arraycopy(starts, from + 1, starts, from, moved);
        System.arraycopy(ends, from + 1, ends, from, moved);
        count--;
    }

    /** Gives a field another value of the same kind. */
    public void replace(int field, String value) {
        int start = length;
        if (!text(value)) {
            throw new IllegalArgumentException("the value has a lone surrogate");
        }
        starts[field + first] = start;
        ends[field + first] = length;
    }

    /** Appends a field with the value of a field of another row. */
    public void copy(String name, RowBuffer other, int field) {
        field(name, other.kind(field));
        utf8(other.bytes, other.start(field), other.end(field) - other.start(field));
        end();
    }

    /** Returns how many bytes all values take so far. */
    int length() {
        return length;
    }

    /** Takes away what was written last. */
    void cut(int to) {
        length = to;
    }

    boolean startsWith(int from, byte[] start) {
        return length - from >= start.length && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }

    void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    public void ascii(String word) {
        int n = word.length();
        ensure(n);
        for (int i = 0; i < n; i++) {
            bytes[length++] = (byte) word.charAt(i);
        }
    }

    /** Appends characters that are known to be ASCII. */
    public void ascii(char[] chars, int from, int n) {
        ensure(n);
        byte[] target = bytes;
        int at = length;
        for (int i = from; i < from + n; i++) {
            target[at++] = (byte) chars[i];
        }
        length = at;
    }

    /** Appends bytes that are well-formed UTF-8. */
    void utf8(byte[] source, int from, int n) {
        ensure(n);
        System.arraycopy(source, from, bytes, length, n);
        length += n;
    }

    /** Appends characters as UTF-8. Returns whether they were well-formed. */
    boolean text(char[] chars, int from, int n) {
        ensure(n <= EXACT_FROM ? 3L * n : utf8Length(chars, from, n));
        byte[] target = bytes;
        int at = length;
        int to = from + n;
        int i = from;
        while (i < to && chars[i] < 0x80) {
            target[at++] = (byte) chars[i++];
        }
        while (i < to) {
            char c = chars[i++];
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = (byte) (0x80 | (c >> 6 & 0x3F));
                target[at++] = (byte) (0x80 | (c & 0x3F));
            } else {
                if (i == to || !Character.isSurrogatePair(c, chars[i])) {
                    return false;
                }
                int point = Character.toCodePoint(c, chars[i++]);
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | (point >> 12 & 0x3F));
                target[at++] = (byte) (0x80 | (point >> 6 & 0x3F));
                target[at++] = (byte) (0x80 | (point & 0x3F));
            }
        }
        length = at;
        return true;
    }

    /** Appends a text as UTF-8. Returns whether it was well-formed. */
    public boolean text(String word) {
        return text(word.toCharArray(), 0, word.length());
    }

    private static long utf8Length(char[] chars, int from, int n) {
        long bytes = n;
        for (int i = from; i < from + n; i++) {
            char c = chars[i];
            if (c >= 0x80) {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Appends a JSON string with no more escapes than needed. Returns whether the characters were well-formed. */
    boolean quoted(char[] chars, int from, int n) {
        put('"');
        int to = from + n;
        int plain = from;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if (c < 0x20 || c == '"' || c == '\\') {
                if (!text(chars, plain, i - plain)) {
                    return false;
                }
                escape(c);
                plain = i + 1;
            }
        }
        boolean wellFormed = text(chars, plain, to - plain);
        put('"');
        return wellFormed;
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                ascii("u00");
                put((char) HEX[c >> 4]);
                put((char) HEX[c & 0xF]);
            }
        }
    }

    private void ensure(long more) {
        long needed = length + more;
        if (needed > bytes.length) {
            if (length > limit || (needed > limit && more > EXACT_FROM * 3L)) {
                throw new BackupFormatException(
                        "a row takes more than " + limit + " bytes" + ReadLimits.raise("rowBytes")
                                + "; give the JVM more heap",
                        location,
                        offset,
                        null);
            }
            long roomier = Math.max(needed, bytes.length + (long) (bytes.length >> 1));
            bytes = Arrays.copyOf(bytes, (int) Math.min(roomier, Integer.MAX_VALUE - 16));
        }
    }

    @Override
    public int size() {
        return count - first;
    }

    @Override
    public String name(int field) {
        return names[field + first];
    }

    @Override
    public ValueKind kind(int field) {
        return kinds[field + first];
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int start(int field) {
        return starts[field + first];
    }

    @Override
    public int end(int field) {
        return ends[field + first];
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public long offset() {
        return offset;
    }
}
