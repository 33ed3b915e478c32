package dev.restore.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/**
 * Backups of the table {@code hostile_author (id, name)} that no restore may take, each with words of the error that it must cause. Every one
 * holds {@link #SECRET}, which no error may repeat.
 */
final class HostileInputs {

    /** A value of the rows. */
    static final String SECRET = "Zq7secret7Qz";

    private static final String TABLE = "hostile_author";
    private static final String ROW = "{\"id\":1,\"name\":\"" + SECRET + "\"}";
    private static final String ROWS = "[" + ROW + "]";
    private static final String COUNTS = "{\"object_counts\":{\"" + TABLE + "\":3}}";

    private final List<Input> inputs = new ArrayList<>();

    /** How many bytes are much more than the heap takes, and how many files more than may be. */
    private final long much;

    private final int files;

    private HostileInputs(boolean thorough) {
        this.much = (thorough ? 100 : 9) << 20;
        this.files = mostFiles(thorough) + 1;
    }

    /** Returns how many files a package may have. */
    static int mostFiles(boolean thorough) {
        return thorough ? 100_000 : 1000;
    }

    /**
     * A backup.
     *
     * @param name what is wrong with it
     * @param file what its file is called
     * @param content its bytes, made anew each time
     * @param says words of the error
     */
    record Input(String name, String file, Supplier<InputStream> content, String says) {}

    /**
     * Returns all of them.
     *
     * @param thorough whether they may take long
     */
    static List<Input> all(boolean thorough) throws IOException {
        HostileInputs made = new HostileInputs(thorough);
        made.json();
        made.encodings();
        made.limits();
        made.lines();
        made.compressed();
        made.packages();
        return made.inputs;
    }

    private void add(String name, String file, byte[] content, String says) {
        inputs.add(new Input(name, file, () -> new ByteArrayInputStream(content), says));
    }

    private void json(String name, String content, String says) {
        add(name, TABLE + ".json", content.getBytes(UTF_8), says);
    }

    /** For what would fill the memory that the others need. */
    private void made(String name, int count, IntFunction<String> each, String before, String after, String says) {
        inputs.add(new Input(
                name,
                TABLE + ".json",
                () -> stream(IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(",", before, after))),
                says));
    }

    private void json() {
        json("text behind the end", ROWS + " x", "follows");
        json("a second array", ROWS + ROWS, "second");
        json("a second value", ROWS + " 1", "second");
        json("a field twice", "[{\"id\":1,\"name\":\"a\",\"name\":\"" + SECRET + "\"}]", "same field twice");
        json("a field twice, once escaped", "[{\"id\":1,\"name\":\"a\",\"n\\u0061me\":\"" + SECRET + "\"}]", "twice");
        json("a field in two spellings", "[{\"id\":1,\"name\":\"a\",\"NAME\":\"" + SECRET + "\"}]", "both go into");
        json("an empty file", "", "empty");
        json("nothing but space", " \n\t ", "empty");
        json("a number alone", "5", "");
        json("a text alone", "\"" + SECRET + "\"", "");
        json("a word alone", "true", "");
        json("rows as text", "\"[{\\\"id\\\":1,\\\"name\\\":\\\"" + SECRET + "\\\"}]\"", "");
        json("a page of an error", "<!DOCTYPE html><html><body>502 " + SECRET + "</body></html>", "");
        json("a comment", "[/* x */" + ROW + "]", "JSON");
        json("apostrophes", ROWS.replace('"', '\''), "JSON");
        json("a comma at the end", "[" + ROW + ",]", "JSON");
        json("no number", "[{\"id\":NaN,\"name\":\"" + SECRET + "\"}]", "bare word");
        json("a word of Python", "[{\"id\":1,\"name\":None,\"x\":\"" + SECRET + "\"}]", "bare word");
        json("a zero in front", "[{\"id\":01,\"name\":\"" + SECRET + "\"}]", "JSON");
        json("a plus in front", "[{\"id\":+1,\"name\":\"" + SECRET + "\"}]", "JSON");
        json("a hexadecimal number", "[{\"id\":0x1,\"name\":\"" + SECRET + "\"}]", "JSON");
        json("a line end in a text", "[{\"id\":1,\"name\":\"" + SECRET + "\n\"}]", "JSON");
        json("an unknown escape", "[{\"id\":1,\"name\":\"" + SECRET + "\\x\"}]", "JSON");
        json("a cut text", "[{\"id\":1,\"name\":\"" + SECRET, "cut");
        json("a cut array", "[" + ROW, "cut");
        json("a row that is none", "[" + ROW + ",7]", "element 2");
        json("half a character", "[{\"id\":1,\"name\":\"" + SECRET + "\\ud83d\"}]", "surrogate");
        json("halves the wrong way round", "[{\"id\":1,\"name\":\"" + SECRET + "\\ude00\\ud83d\"}]", "surrogate");
        json("too large for the column", "[{\"id\":9223372036854775808,\"name\":\"" + SECRET + "\"}]", "");
        json("a number that takes all memory", "[{\"id\":1e1000000000,\"name\":\"" + SECRET + "\"}]", "");
        String zeros = "0".repeat(149_000);
        made("numbers of many zeros", 40, i -> "{\"id\":1" + zeros + ",\"name\":\"" + SECRET + "\"}", "[", "]", "");
    }

    private void bytes(String name, String hex, String says) {
        byte[] before = ("[{\"id\":1,\"name\":\"" + SECRET).getBytes(UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        for (String part : hex.split(" ")) {
            all.write(Integer.parseInt(part, 16));
        }
        all.writeBytes("\"}]".getBytes(UTF_8));
        add(name, TABLE + ".json", all.toByteArray(), says);
    }

    private void encodings() {
        bytes("a byte too few", "c3 28", "UTF-8");
        bytes("a byte too many", "61 80", "UTF-8");
        bytes("a slash in two bytes", "c0 af", "UTF-8");
        bytes("a slash in three bytes", "e0 80 af", "UTF-8");
        bytes("NUL in two bytes", "c0 80", "UTF-8");
        bytes("a surrogate in bytes", "ed a0 80", "UTF-8");
        bytes("behind the last character", "f4 90 80 80", "UTF-8");
        bytes("Latin-1", "fc", "UTF-8");
        encoded("UTF-16LE", UTF_16LE, "");
        encoded("UTF-16LE with its mark", UTF_16LE, "\ufeff");
        encoded("UTF-16BE", UTF_16BE, "");
        encoded("UTF-16BE with its mark", UTF_16BE, "\ufeff");
        encoded("UTF-32", Charset.forName("UTF-32BE"), "");
        encoded("UTF-32 with its mark", Charset.forName("UTF-32LE"), "\ufeff");
        encoded("UTF-8 with a mark", UTF_8, "\ufeff");
    }

    private void encoded(String name, Charset charset, String mark) {
        add(name, TABLE + ".json", (mark + ROWS).getBytes(charset), charset == UTF_8 ? "byte order mark" : "");
    }

    private void limits() {
        endless("a text of many MiB", "[{\"id\":1,\"name\":\"" + SECRET, "x", much, "\"}]", "ReadLimits.");
        endless("a number of many MiB", "[{\"id\":", "7", much, ",\"name\":\"" + SECRET + "\"}]", "ReadLimits.");
        endless("a field's name of many MiB", "[{\"", "n", much, "\":\"" + SECRET + "\"}]", "nameLength");
        endless("100,000 arrays in each other", "[{\"id\":1,\"name\":", "[", 100_000, "", "depth");
        endless("100,000 objects in each other", "[{\"id\":1,\"name\":", "{\"a\":", 500_000, "", "depth");
        endless("arrays in each other and nothing else", "", "[", 100_000, "", "");
        endless("tables in each other", "", "{\"a\":", 500_000, "", "depth");
        endless("a row that is too long", "[{\"id\":1,\"name\":[\"" + SECRET + "\"", ",\"x\"", much, "]}]", "rowBytes");
        made("100,000 fields in one row", 100_000, i -> "\"f" + i + "\":1", "[{", "}]", "names");
        made("100,000 rows with other fields", 100_000, i -> "{\"f" + i + "\":1}", "[", "]", "names");
        made("100,000 tables", 100_000, i -> "\"t" + i + "\":[" + ROW + "]", "{", "}", "names");
    }

    private void endless(String name, String before, String repeated, long length, String after, String says) {
        inputs.add(new Input(
                name,
                TABLE + ".json",
                () -> new SequenceInputStream(
                        new SequenceInputStream(stream(before), new Repeated(repeated.getBytes(UTF_8), length)),
                        stream(after)),
                says));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private void lines(String name, String content, String says) {
        add(name, TABLE + ".ndjson", content.getBytes(UTF_8), says);
    }

    private void lines() {
        lines("a cut last line", ROW + "\n{\"id\":2,\"name\":\"" + SECRET, "cut");
        lines("a line that goes on", "{\"id\":1,\n\"name\":\"" + SECRET + "\"}\n" + ROW + ROW + "\n", "");
        lines("two rows in a line", ROW + ROW + "\n", "more than one object");
        lines("a line that is no row", ROW + "\n[1]\n", "line 2");
        lines("a line of something else", ROW + "\n" + SECRET + "\n", "");
        lines("commas between lines", ROW + ",\n" + ROW + "\n", "");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        return compressed("gz", content);
    }

    private static byte[] compressed(String kind, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = packing(kind, out)) {
            packing.write(content);
        }
        return out.toByteArray();
    }

    private static OutputStream packing(String kind, OutputStream out) throws IOException {
        return switch (kind) {
            case "gz" -> new GZIPOutputStream(out);
            case "zst" -> new ZstdCompressorOutputStream(out);
            case "xz" -> new XZCompressorOutputStream(out);
            default -> new BZip2CompressorOutputStream(out, 1);
        };
    }

    /** The libraries for two of them are not on every class path. */
    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of("gz", "bz2"));
        if (isThere("com.github.luben.zstd.Zstd")) {
            kinds.add("zst");
        }
        if (isThere("org.tukaani.xz.XZ")) {
            kinds.add("xz");
        }
        return kinds;
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, HostileInputs.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private void compressed() throws IOException {
        byte[] rows = ROWS.getBytes(UTF_8);
        for (String kind : kinds()) {
            byte[] whole = compressed(kind, rows);
            String file = TABLE + ".json." + kind;
            add("cut " + kind, file, Arrays.copyOf(whole, whole.length - 3), "");
            byte[] wrong = whole.clone();
            wrong[whole.length - 5] ^= 1;
            add("wrong end of " + kind, file, wrong, "");
            add("garbage behind " + kind, file, joined(whole, "garbage".getBytes(UTF_8)), "");
            add("a second " + kind, file, joined(whole, whole), "");
        }
        byte[] bomb = bomb();
        add("a bomb", TABLE + ".json.gz", bomb, "expansion");
        add("a bomb in a bomb", TABLE + ".json.gz", gzip(bomb), "");
        add("age for somebody else", TABLE + ".json.age", age().getBytes(ISO_8859_1), "");
    }

    private static String age() {
        return "age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
                + "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n-> strange-stanza arguments\n" + "QUJD\n"
                + "--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\n" + SECRET;
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = packing("gz", out)) {
            packing.write(("[{\"id\":1,\"name\":\"" + SECRET + "\"}").getBytes(UTF_8));
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 66; i++) {
                packing.write(blanks);
            }
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private void packages() throws IOException {
        for (String name : List.of(
                "../" + TABLE + ".json",
                "a/../../" + TABLE + ".json",
                "/tmp/evil-" + TABLE + ".json",
                "C:\\" + TABLE + ".json",
                "a\\" + TABLE + ".json",
                TABLE + "\u0000.json",
                TABLE + "\u0007.json")) {
            add("zip with " + printable(name), "b.zip", zip(name), "");
            if (!name.startsWith("C:")) {
                add("tar with " + printable(name), "b.tar", tar(entry(name, TarConstants.LF_NORMAL)), "");
            }
        }
        add("zip with a name in two spellings", "b.zip", zip(TABLE + ".json", TABLE.toUpperCase() + ".JSON"), "");
        add("tar with a name twice", "b.tar", tar(entry(TABLE + ".json"), entry(TABLE + ".json")), "same name");
        for (byte kind : new byte[] {
            TarConstants.LF_SYMLINK,
            TarConstants.LF_LINK,
            TarConstants.LF_CHR,
            TarConstants.LF_BLK,
            TarConstants.LF_FIFO
        }) {
            add("tar with an entry of kind " + (char) kind, "b.tar", tar(entry(TABLE + ".json", kind)), "");
        }
        byte[] tar = tar(entry(TABLE + ".json"));
        byte[] wrong = tar.clone();
        wrong[148] ^= 1;
        add("tar with a wrong checksum", "b.tar", wrong, "");
        add("tar that is cut", "b.tar", Arrays.copyOf(tar, 600), "");
        byte[] negative = tar.clone();
        Arrays.fill(negative, 124, 136, (byte) 0xff);
        add("tar with a size below zero", "b.tar", negative, "");
        byte[] zip = zip(TABLE + ".json");
        add("zip that is cut", "b.zip", Arrays.copyOf(zip, zip.length - 10), "");
        byte[] encrypted = zip.clone();
        encrypted[6] |= 1;
        encrypted[index(zip, "PK\u0001\u0002") + 8] |= 1;
        add("zip that is encrypted", "b.zip", encrypted, "");
        byte[] checksum = zip.clone();
        checksum[index(zip, "PK\u0001\u0002") + 16] ^= 1;
        add("zip with a wrong checksum", "b.zip", checksum, "");
        byte[] size = zip.clone();
        size[index(zip, "PK\u0001\u0002") + 24] ^= 1;
        add("zip with a wrong size", "b.zip", size, "");
        add("zip in a zip", "b.zip", zipOf("inner.zip", zip), "");
        add("metadata that says otherwise", "b.tar.gz", gzip(tar(entry(TABLE + ".json"), counts())), "");
        add("too many files", "b.tar.gz", manyFiles(), "entries");
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static int index(byte[] bytes, String text) {
        return new String(bytes, ISO_8859_1).indexOf(text);
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(ROWS.getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] zipOf(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static TarArchiveEntry entry(String name) {
        return entry(name, TarConstants.LF_NORMAL);
    }

    private static TarArchiveEntry entry(String name, byte kind) {
        TarArchiveEntry entry = new TarArchiveEntry("x", kind);
        entry.setName(name);
        if (kind == TarConstants.LF_NORMAL) {
            entry.setSize(ROWS.length());
        } else {
            entry.setLinkName("/etc/passwd");
        }
        return entry;
    }

    private static TarArchiveEntry counts() {
        TarArchiveEntry entry = new TarArchiveEntry("metadata.json");
        entry.setSize(COUNTS.length());
        return entry;
    }

    private static byte[] tar(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.getSize() > 0) {
                    tar.write((entry.getName().equals("metadata.json") ? COUNTS : ROWS).getBytes(UTF_8));
                }
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private byte[] manyFiles() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            for (int i = 0; i < files; i++) {
                tar.putArchiveEntry(new TarArchiveEntry("t" + i + ".json"));
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    /** Bytes again and again. */
    private static final class Repeated extends InputStream {

        private final byte[] block;
        private final long length;
        private long given;

        Repeated(byte[] bytes, long length) {
            this.block = new String(bytes, ISO_8859_1)
                    .repeat(4096 / bytes.length + 1)
                    .getBytes(ISO_8859_1);
            this.length = length;
        }

        @Override
        public int read() {
            return given == length ? -1 : block[(int) (given++ % block.length)] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int most) {
            int from = (int) (given % block.length);
            int count = (int) Math.min(Math.min(most, block.length - from), length - given);
            if (count == 0) {
                return most == 0 ? 0 : -1;
            }
            System.arraycopy(block, from, target, offset, count);
            given += count;
            return count;
        }
    }
}
