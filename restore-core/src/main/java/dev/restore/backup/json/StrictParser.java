package dev.restore.backup.json;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.stream.Utf8Stream;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Refuses a name that comes twice in one object, wherever that is, without the set for each object that the parser's own check
 * makes, and tells places as numbers, where the parser's own way makes an object for each.
 */
public final class StrictParser extends UTF8StreamJsonParser {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    static final String SAME_NAME = "the same field twice in one object";
    static final String TOO_MANY_NAMES = "too many names";
    static final String TOO_LONG_NAMES = "too long names";

    /** Longer names are so rare that they are counted one by one: the parser keeps each name that it has read. */
    private static final int LONG_NAME = 256;

    /** Deeper objects are many, and their names not worth keeping for the next one when they are many, too. */
    private static final int DEEP = 16;

    private final int longest;
    private final int mostNames;
    private final int mostNameBytes;
    private final Set<String> longNames = new HashSet<>();
    private long longNameBytes;
    private final List<FieldNames> levels = new ArrayList<>();
    private FieldNames names = new FieldNames();
    private int depth;

    /** How many names the objects around the one at hand have so far. */
    private int namesAround;

    StrictParser(
            ReadLimits limits,
            ObjectReadContext context,
            IOContext io,
            int streamFeatures,
            int formatFeatures,
            InputStream in,
            ByteQuadsCanonicalizer symbols) {
        super(context, io, streamFeatures, formatFeatures, in, symbols, io.allocReadIOBuffer(), 0, 0, 0, true);
        levels.add(names);
        mostNames = limits.names();
        mostNameBytes = limits.longNameBytes();
        longest = streamReadConstraints().getMaxStringLength();
    }

    /** Returns where the current token, which is not a name, starts. */
    long tokenOffset() {
        return _currToken == JsonToken.PROPERTY_NAME ? currentTokenLocation().getByteOffset() : _tokenInputTotal - 1;
    }

    /** Returns on which line the current token, which is not a name, starts, from 1. */
    public int tokenLine() {
        return _tokenInputRow;
    }

    /** Returns where the parser stands. */
    long offset() {
        return _currInputProcessed + _inputPtr;
    }

    /** Returns on which line the parser stands, from 1. */
    public int line() {
        return _currInputRow;
    }

    /**
     * Appends the text at hand to a row as its bytes, where it stands in the buffer from its first to its last character and none
     * of them is escaped: well-formed UTF-8, as only that comes through {@link Utf8Stream}. Otherwise does nothing.
     *
     * @return whether it did; the text cannot be asked for any more then
     */
    boolean plainTextInto(RowBuffer row) {
        if (!_tokenIncomplete) {
            return false;
        }
        byte[] bytes = _inputBuffer;
        int from = _inputPtr;
        int last = (int) Math.min(_inputEnd, from + (long) longest);
        int at = from;
        while (at + Long.BYTES <= last && plain((long) LONGS.get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < last && bytes[at] != '"') {
            if (bytes[at] == '\\' || (bytes[at] >= 0 && bytes[at] < ' ')) {
                return false;
            }
            at++;
        }
        if (at == last) {
            return false;
        }
        row.utf8(bytes, from, at - from);
        _inputPtr = at + 1;
        _tokenIncomplete = false;
        return true;
    }

    /** Returns whether none of eight bytes is a quote, a backslash or a control character; false where that is not sure. */
    private static boolean plain(long bytes) {
        long quotes = bytes ^ ONES * '"';
        long backslashes = bytes ^ ONES * '\\';
        long found = (quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes) | (bytes - ONES * ' ' & ~bytes);
        return (found & HIGH_BITS) == 0;
    }

    @Override
    public JsonToken nextToken() {
        JsonToken token = super.nextToken();
        if (token == JsonToken.PROPERTY_NAME) {
            named(currentName());
        } else {
            moved(token);
        }
        return token;
    }

    @Override
    public @Nullable String nextName() {
        String name = super.nextName();
        if (name == null) {
            moved(_currToken);
        } else {
            named(name);
        }
        return name;
    }

    @Override
    public boolean nextName(SerializableString name) {
        return nextToken() == JsonToken.PROPERTY_NAME && currentName().equals(name.getValue());
    }

    @Override
    public int nextNameMatch(PropertyNameMatcher matcher) {
        nextToken();
        return currentNameMatch(matcher);
    }

    @Override
    public @Nullable String nextStringValue() {
        return nextToken() == JsonToken.VALUE_STRING ? getString() : null;
    }

    @Override
    public int nextIntValue(int otherwise) {
        return nextToken() == JsonToken.VALUE_NUMBER_INT ? getIntValue() : otherwise;
    }

    @Override
    public long nextLongValue(long otherwise) {
        return nextToken() == JsonToken.VALUE_NUMBER_INT ? getLongValue() : otherwise;
    }

    @Override
    public @Nullable Boolean nextBooleanValue() {
        JsonToken token = nextToken();
        return token == JsonToken.VALUE_TRUE ? Boolean.TRUE : token == JsonToken.VALUE_FALSE ? Boolean.FALSE : null;
    }

    private void moved(@Nullable JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            namesAround += names.count();
            depth++;
            if (depth == levels.size()) {
                levels.add(new FieldNames());
            }
            names = levels.get(depth);
            names.begin();
        } else if (token == JsonToken.END_OBJECT) {
            if (depth > DEEP && names.count() > FieldNames.FEW) {
                levels.set(depth, new FieldNames());
            }
            depth--;
            names = levels.get(depth);
            namesAround -= names.count();
        }
    }

    private void named(String name) {
        if (names.follows(name)) {
            return;
        }
        if (!names.add(name)) {
            throw new StreamReadException(this, SAME_NAME, currentTokenLocation());
        }
        if (namesAround + names.count() > mostNames) {
            throw new StreamConstraintsException(TOO_MANY_NAMES, currentTokenLocation());
        }
        if (name.length() > LONG_NAME && longNames.add(name)) {
            longNameBytes += name.length();
            if (longNameBytes > mostNameBytes) {
                throw new StreamConstraintsException(TOO_LONG_NAMES, currentTokenLocation());
            }
        }
    }
}
