package dev.restore.engine.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decoders of values of a Django dump. A value that is not of the form that Django writes stays what it is, so that it is up to
 * its column.
 */
final class DjangoDecoders {

    private static final Pattern UUID =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private static final int UUID_LENGTH = 36;

    /** No time, and no duration of more than a million years, is written longer. */
    private static final int LONGEST_TIME = 64;

    private DjangoDecoders() {}

    static CellDecoder uuid() {
        return texts(
                UUID_LENGTH,
                text -> UUID.matcher(text).matches() ? text.replace("-", "").toLowerCase(Locale.ROOT) : null);
    }

    static CellDecoder timestamp(ZoneId zone) {
        return texts(LONGEST_TIME, text -> DjangoTimes.timestamp(text, zone));
    }

    static CellDecoder time() {
        return texts(LONGEST_TIME, DjangoTimes::time);
    }

    static CellDecoder duration() {
        return value -> {
            BigInteger microseconds = isText(value, LONGEST_TIME) ? DjangoTimes.microseconds(characters(value)) : null;
            return microseconds == null ? value : cell(ValueKind.INTEGER, microseconds.toString());
        };
    }

    static CellDecoder bytes() {
        return value -> {
            if (value.kind() != ValueKind.TEXT) {
                return value;
            }
            byte[] text = Arrays.copyOfRange(value.bytes(), value.start(0, 0), value.end(0, 0));
            try {
                byte[] decoded = Base64.getDecoder().decode(text);
                // Another spelling than the one that is written is not a sign of base64, or of damage.
                return Arrays.equals(Base64.getEncoder().encode(decoded), text)
                        ? new OneCell(ValueKind.BYTES, decoded, 0, decoded.length)
                        : value;
            } catch (IllegalArgumentException e) {
                return value;
            }
        };
    }

    static CellDecoder json() {
        return value -> {
            if (value.kind() != ValueKind.TEXT) {
                return value;
            }
            ByteArrayOutputStream quoted = new ByteArrayOutputStream();
            JsonText.writeString(value.bytes(), value.start(0, 0), value.end(0, 0), quoted);
            return cell(ValueKind.JSON, quoted.toByteArray());
        };
    }

    static CellDecoder jsonText() {
        return value -> value.kind().typed()
                ? value
                : cell(ValueKind.JSON, PythonJson.of(value.kind(), value.bytes(), value.start(0, 0), value.end(0, 0)));
    }

    static CellDecoder structure() {
        return value -> {
            int start = value.start(0, 0);
            int end = value.end(0, 0);
            if (value.kind() != ValueKind.TEXT || !JsonText.isDocument(value.bytes(), start, end)) {
                return value;
            }
            ByteArrayOutputStream compact = new ByteArrayOutputStream(end - start);
            JsonText.writeCompact(value.bytes(), start, end, compact);
            byte[] json = compact.toByteArray();
            return cell(json[0] == '[' ? ValueKind.ARRAY : ValueKind.OBJECT, json);
        };
    }

    static CellDecoder range() {
        return value -> {
            String range = value.kind() == ValueKind.TEXT
                    ? DjangoRange.literal(value.bytes(), value.start(0, 0), value.end(0, 0))
                    : null;
            return range == null ? value : cell(ValueKind.TEXT, range);
        };
    }

    private static CellDecoder texts(int longest, Function<String, @Nullable String> decoder) {
        return value -> {
            String decoded = isText(value, longest) ? decoder.apply(characters(value)) : null;
            return decoded == null ? value : cell(ValueKind.TEXT, Objects.requireNonNull(decoded));
        };
    }

    private static boolean isText(OneCell value, int longest) {
        return value.kind() == ValueKind.TEXT && value.end(0, 0) - value.start(0, 0) <= longest;
    }

    private static String characters(OneCell value) {
        return new String(
                value.bytes(), value.start(0, 0), value.end(0, 0) - value.start(0, 0), StandardCharsets.UTF_8);
    }

    private static OneCell cell(ValueKind kind, String text) {
        return cell(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static OneCell cell(ValueKind kind, byte[] bytes) {
        return new OneCell(kind, bytes, 0, bytes.length);
    }
}
