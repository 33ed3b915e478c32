package dev.restore.fuzz;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.RowShape;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.manifest.ManifestParser;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.BinaryValues;
import dev.restore.dialect.value.BooleanValues;
import dev.restore.dialect.value.JsonText;
import dev.restore.dialect.value.NumberValues;
import dev.restore.dialect.value.TemporalValues;
import dev.restore.dialect.value.TextValues;
import dev.restore.dialect.value.UuidValues;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.CellDecoders;
import dev.restore.outcome.BackupFormatException;
import dev.restore.plan.Decoding;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a fuzzer feeds: each takes any bytes and throws an error only where the code that it calls is wrong. A refusal that is a
 * {@link BackupFormatException} or a {@link ValueException} is right.
 */
public final class FuzzTargets {

    /** Low, so that what asks for more is refused soon. */
    private static final ReadLimits LIMITS = ReadLimits.forThisHeap()
            .withTextLength(1 << 16)
            .withRowBytes(1 << 18)
            .withNames(2000)
            .withEntries(200)
            .withDepth(100);

    private static final ZoneId[] ZONES = {ZoneOffset.UTC, ZoneId.of("Europe/Berlin")};

    private FuzzTargets() {}

    /** Reads the bytes as a file, whatever they are: JSON, lines, gzip, tar, zip. */
    public static void backup(byte[] bytes) {
        reads(BackupSource.of("dir/thing.json", () -> new ByteArrayInputStream(bytes)));
    }

    /** Reads the bytes as rows in a place that the first byte says. */
    public static void shaped(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
        RowShape shape = switch (bytes[0] & 3) {
            case 0 -> RowShape.rows("data").table("thing");
            case 1 -> RowShape.rows("*.data.*").tableFromKey();
            case 2 -> RowShape.rows("a.b").row("_source.x").tableFromField("_index");
            default -> RowShape.rows("rows").row("row").tableFromField("table");
        };
        reads(new BackupSource.Shaped(
                BackupSource.of("dir/thing.json", () -> new ByteArrayInputStream(content)), shape));
    }

    private static void reads(BackupSource source) {
        Map<String, Long> counted = new HashMap<>();
        try (BackupReader reader = BackupFormats.open(source, LIMITS)) {
            reader.survey(1 << 12);
            reader.read(table -> true, (table, row) -> counted.merge(table, 1L, Long::sum));
            Map<String, Long> again = new HashMap<>();
            reader.read(table -> true, (table, row) -> again.merge(table, 1L, Long::sum));
            if (!counted.equals(again)) {
                throw new AssertionError("read twice and not the same: " + counted + ", " + again);
            }
        } catch (BackupFormatException e) {
            requireMessage(e.getMessage());
        }
        try (BackupReader reader = BackupFormats.open(source, LIMITS)) {
            reader.survey(Long.MAX_VALUE, true);
        } catch (BackupFormatException e) {
            requireMessage(e.getMessage());
        }
    }

    private static void requireMessage(String message) {
        if (message == null || message.isBlank() || message.indexOf('\n') >= 0 || message.length() > 2000) {
            throw new AssertionError("no message for people: " + message);
        }
    }

    /** Reads the bytes as the manifest of a backup. */
    public static void manifest(byte[] bytes) {
        try {
            ManifestParser.parse(JsonInput.factory(LIMITS), bytes, "manifest.json", LIMITS);
        } catch (BackupFormatException e) {
            requireMessage(e.getMessage());
        }
    }

    /** Reads the bytes as a value, by everything that reads values. The first byte says what kind of value it is. */
    public static void value(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] text = Arrays.copyOfRange(bytes, 1, bytes.length);
        ValueKind[] kinds = {ValueKind.TEXT, ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.OBJECT, ValueKind.ARRAY};
        ValueKind kind = kinds[(bytes[0] & 0x7f) % kinds.length];
        // The reader has looked at these before.
        boolean possible = switch (kind) {
            case INTEGER -> matches(text, "-?(0|[1-9][0-9]{0,4000})");
            case DECIMAL -> matches(text, "-?(0|[1-9][0-9]{0,4000})(\\.[0-9]{1,4000})?([eE][+-]?[0-9]{1,4000})?");
            case OBJECT -> text.length > 0 && text[0] == '{' && JsonText.isDocument(text, 0, text.length);
            case ARRAY -> text.length > 0 && text[0] == '[' && JsonText.isDocument(text, 0, text.length);
            default -> true;
        };
        if (!possible || !TextValues.isUtf8(text, 0, text.length)) {
            return;
        }
        OneCell cell = new OneCell(kind, text, 0, text.length);
        numbers(cell);
        ignoring(() -> BinaryValues.bytes(cell, 0, 0));
        ignoring(() -> BooleanValues.bool(cell, 0, 0));
        ignoring(() -> TextValues.text(cell, 0, 0));
        ignoring(() -> TextValues.requireLength(cell, 0, 0, 5));
        ignoring(() -> UuidValues.uuid(cell, 0, 0));
        ignoring(() -> TemporalValues.requireIntervalFraction(cell, 0, 0, 3));
        for (ZoneId zone : ZONES) {
            TemporalValues times = new TemporalValues(zone);
            ignoring(() -> times.date(cell, 0, 0));
            ignoring(() -> times.time(cell, 0, 0));
            ignoring(() -> times.offsetTime(cell, 0, 0));
            ignoring(() -> times.timestamp(cell, 0, 0));
            ignoring(() -> times.moment(cell, 0, 0));
            ignoring(() -> times.instant(cell, 0, 0));
        }
        for (Decoding decoding : Decoding.values()) {
            Optional<CellDecoder> decoder = CellDecoders.of(decoding, TypeFamily.TIMESTAMP, ZoneOffset.UTC);
            decoder.ifPresent(found -> ignoring(() -> found.decode(cell)));
        }
    }

    /** A number that is taken must be the one that is written. */
    private static void numbers(OneCell cell) {
        ignoring(() -> NumberValues.integer(cell, 0, 0, 16));
        ignoring(() -> NumberValues.single(cell, 0, 0));
        ignoring(() -> NumberValues.decimal(cell, 0, 0, 20, 4));
        if (!NumberValues.isNumber(cell, 0, 0)) {
            return;
        }
        ignoring(() -> {
            long value = NumberValues.integer(cell, 0, 0, 64);
            require(written(cell).compareTo(BigDecimal.valueOf(value)) == 0);
        });
        ignoring(() -> require(NumberValues.decimal(cell, 0, 0).compareTo(written(cell)) == 0));
        ignoring(() -> {
            double value = NumberValues.real(cell, 0, 0);
            require(Double.isFinite(value) && value == written(cell).doubleValue());
        });
    }

    private static BigDecimal written(OneCell cell) throws ValueException {
        String text = new String(cell.bytes(), StandardCharsets.UTF_8);
        if (text.length() > 5000) {
            throw new ValueException(0, 0, "too long for here", "");
        }
        return new BigDecimal(text);
    }

    private static void require(boolean right) {
        if (!right) {
            throw new AssertionError("not the number that is written");
        }
    }

    private static boolean matches(byte[] text, String pattern) {
        return new String(text, StandardCharsets.ISO_8859_1).matches(pattern);
    }

    /** Something that may refuse a value. */
    @FunctionalInterface
    private interface Reading {
        void run() throws ValueException;
    }

    private static void ignoring(Reading reading) {
        try {
            reading.run();
        } catch (ValueException e) {
            requireMessage(e.getMessage());
        }
    }

    /** {@link #backup} as Jazzer calls it. */
    public static final class Backup {
        private Backup() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            backup(bytes);
        }
    }

    /** {@link #shaped} as Jazzer calls it. */
    public static final class Shaped {
        private Shaped() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            shaped(bytes);
        }
    }

    /** {@link #manifest} as Jazzer calls it. */
    public static final class Manifest {
        private Manifest() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            manifest(bytes);
        }
    }

    /** {@link #value} as Jazzer calls it. */
    public static final class Value {
        private Value() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            value(bytes);
        }
    }
}
