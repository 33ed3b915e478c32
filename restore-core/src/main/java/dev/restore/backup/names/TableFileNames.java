package dev.restore.backup.names;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * How files are called after their tables: a percent sign and two hexadecimal digits stand for a byte of the table's name in
 * UTF-8, as not every name can be a file's on every system.
 */
public final class TableFileNames {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Names that mean devices on Windows, whatever ending they have. */
    private static final Pattern DEVICE =
            Pattern.compile("(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    private TableFileNames() {}

    /**
     * Returns a table's name as the beginning of a file name without ending: ASCII letters, digits, dots, hyphens and
     * underscores, everything else as bytes. Different tables have different names, but some file systems take two for one
     * that differ only in case: see {@link #spelledOut}.
     */
    public static String of(String table) {
        StringBuilder name = new StringBuilder(table.length() + 8);
        boolean device = DEVICE.matcher(table).matches();
        for (byte b : table.getBytes(StandardCharsets.UTF_8)) {
            boolean first = name.isEmpty();
            if (isPlain(b) && !(first && (b == '.' || device))) {
                name.append((char) b);
            } else {
                append(name, b);
            }
        }
        return name.toString();
    }

    /** Returns a table's name with all of its bytes as digits, which differs in more than case from every other table's. */
    public static String spelledOut(String table) {
        StringBuilder name = new StringBuilder(table.length() * 3);
        for (byte b : table.getBytes(StandardCharsets.UTF_8)) {
            append(name, b);
        }
        return name.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || b == '.';
    }

    private static void append(StringBuilder name, byte b) {
        name.append('%').append(HEX.toHexDigits(b));
    }

    /** Returns the table that a file without its endings is called after. What is not an encoding stands for itself. */
    public static String tableOf(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        byte[] all = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '%' && i + 2 < all.length && isHex(all[i + 1]) && isHex(all[i + 2])) {
                bytes.write(HexFormat.fromHexDigit(all[i + 1]) << 4 | HexFormat.fromHexDigit(all[i + 2]));
                i += 2;
            } else {
                bytes.write(all[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return name;
        }
    }

    private static boolean isHex(byte b) {
        return HexFormat.isHexDigit(b);
    }
}
