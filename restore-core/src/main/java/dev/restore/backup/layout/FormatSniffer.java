package dev.restore.backup.layout;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in words what the first bytes of a file look like, for the error that it is not a backup. */
final class FormatSniffer {

    /** A title, a line of dashes under it, and what looks like JSON. */
    private static final Pattern PSQL = Pattern.compile("\\A[^\\n]*\\n *-[-+]+ *\\r?\\n *[\\[{]");

    private static final Pattern SQL = Pattern.compile("\\b(?:create|insert|set|drop|pragma|begin)\\b");

    private FormatSniffer() {}

    static String describe(byte[] head, int length) {
        String known = byMagic(head, length);
        if (known != null) {
            return known;
        }
        for (int i = 0; i < length; i++) {
            int c = head[i] & 0xFF;
            if (c == 0 && i < 4) {
                return "looks like UTF-16 or UTF-32 text or a binary file; JSON is UTF-8";
            }
            if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                return "is a binary file of an unknown kind";
            }
        }
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        return text.strip().equals("null")
                ? "is the JSON null; write [] for a table without rows"
                : "is a text file" + textKind(text);
    }

    /** Says what a file is by the bytes that all of its kind begin with, null where there are none. */
    static @Nullable String byMagic(byte[] head, int length) {
        String text = new String(head, 0, Math.min(length, 64), StandardCharsets.ISO_8859_1);
        if (text.startsWith("SQLite format 3")) {
            return "is an SQLite database, not a JSON backup";
        }
        if (text.startsWith("PGDMP")) {
            return "is a pg_dump archive; restore it with pg_restore";
        }
        if (text.startsWith("age-encryption.org/") || text.startsWith("-----BEGIN AGE")) {
            return "is encrypted with age; decrypt it first";
        }
        if (text.startsWith("-----BEGIN PGP") || text.startsWith("\u0085") || text.startsWith("\u008c")) {
            return "looks encrypted with PGP; decrypt it first";
        }
        if (text.startsWith("\u00EF\u00BB\u00BF")) {
            return "starts with a byte order mark, which JSON does not have; save it as UTF-8 without one";
        }
        if (text.startsWith("\u00FF\u00FE") || text.startsWith("\u00FE\u00FF")) {
            return "is UTF-16 text; save it as UTF-8";
        }
        if (text.startsWith("\u0089PNG")
                || text.startsWith("\u00FF\u00D8\u00FF")
                || text.startsWith("GIF8")
                || text.startsWith("RIFF")) {
            return "is an image or other media";
        }
        if (text.startsWith("%PDF")) {
            return "is a PDF document";
        }
        if (text.startsWith("7z\u00BC\u00AF")) {
            return "is a 7z archive; unpack it, or pack it as zip or tar.gz";
        }
        if (text.startsWith("Rar!")) {
            return "is a rar archive; unpack it, or pack it as zip or tar.gz";
        }
        return null;
    }

    private static String textKind(String text) {
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("//")
                || (start.startsWith("/*") && !SQL.matcher(start).find())) {
            return " that begins with a comment, which JSON does not have; remove the comments";
        }
        if (start.startsWith("--")
                || start.startsWith("/*")
                || start.startsWith("create ")
                || start.startsWith("insert ")
                || start.startsWith("begin")
                || start.startsWith("set ")
                || start.startsWith("pragma ")) {
            return ", perhaps an SQL dump; run it with the database's own client";
        }
        if (PSQL.matcher(start).find()) {
            return ", perhaps psql's output with its header; run psql with -At";
        }
        if (start.startsWith("<")) {
            return ", perhaps XML or HTML";
        }
        if (text.lines()
                .skip(1)
                .anyMatch(line -> line.startsWith("[{") || line.startsWith("{\"") || line.equals("["))) {
            return " with what looks like JSON after other lines; take these away";
        }
        int end = start.indexOf('\n');
        String line = end < 0 ? start : start.substring(0, end);
        if (line.indexOf(',') > 0 || line.indexOf(';') > 0 || line.indexOf('\t') > 0) {
            return ", perhaps CSV";
        }
        return "";
    }
}
