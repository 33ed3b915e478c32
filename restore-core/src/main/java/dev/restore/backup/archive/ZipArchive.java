package dev.restore.backup.archive;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.stream.FileStamp;
import dev.restore.backup.stream.InspectedStream;
import dev.restore.backup.stream.Meter;
import dev.restore.backup.stream.ZipSeal;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/** The files of a zip package in the order of its directory. */
public final class ZipArchive implements Archive {

    private static final int END_SIZE = 22;
    private static final long EXPANSION_CHECKED_FROM = 64L << 20;

    private final ZipFile zip;
    private final FileStamp stamp;
    private final boolean temporary;
    private final ReadLimits limits;
    private final List<ZipEntry> entries = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private @Nullable Set<String> links;

    /**
     * Opens a package.
     *
     * @param temporary whether the file is a copy that is deleted in the end
     */
    public ZipArchive(Path file, boolean temporary, ReadLimits limits) throws IOException {
        this.temporary = temporary;
        this.limits = limits;
        this.stamp = FileStamp.of(file);
        requireNothingAround(file);
        ZipSeal.require(file);
        this.zip = new ZipFile(file.toFile());
        try {
            PackageEntries checked = new PackageEntries(limits);
            Iterator<? extends ZipEntry> all = zip.entries().asIterator();
            while (all.hasNext()) {
                ZipEntry entry = all.next();
                String name = entry.getName();
                if (entry.isDirectory()) {
                    checked.accept(name.substring(0, name.length() - 1));
                } else {
                    names.add(checked.accept(name));
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    /** Returns the entries that are links, which the JDK does not tell. */
    private Set<String> links() {
        Set<String> known = links;
        if (known != null) {
            return known;
        }
        known = new HashSet<>();
        try (var modes = org.apache.commons.compress.archivers.zip.ZipFile.builder()
                .setPath(stamp.path())
                .get()) {
            for (ZipArchiveEntry entry : Collections.list(modes.getEntries())) {
                if (entry.isUnixSymlink()) {
                    known.add(entry.getName());
                }
            }
        } catch (IOException e) {
            throw new BackupFormatException(IoMessages.of(e), stamp.path().toString(), -1, e);
        }
        links = known;
        return known;
    }

    public static boolean startsLike(byte[] head, int length) {
        return length >= 4
                && head[0] == 'P'
                && head[1] == 'K'
                && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));
    }

    /** The JDK reads the last of two packages glued together, without a word. */
    private static void requireNothingAround(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long size = file.length();
            byte[] tail = new byte[(int) Math.min(size, END_SIZE + 0xFFFF)];
            file.seek(size - tail.length);
            file.readFully(tail);
            for (int at = tail.length - END_SIZE; at >= 0; at--) {
                if (number(tail, at, 4) == 0x06054B50L && number(tail, at + 20, 2) == tail.length - at - END_SIZE) {
                    long directorySize = number(tail, at + 12, 4);
                    long directoryStart = number(tail, at + 16, 4);
                    boolean zip64 = directorySize == 0xFFFFFFFFL || directoryStart == 0xFFFFFFFFL;
                    long end = size - tail.length + at;
                    if (!zip64 && directoryStart + directorySize != end && !isZip64(file, end)) {
                        throw new ZipException("holds more than one zip package, or bytes that belong to none");
                    }
                    return;
                }
            }
            throw new ZipException("the zip package has no end: the file is cut; copy or create the backup again");
        }
    }

    private static boolean isZip64(RandomAccessFile file, long end) throws IOException {
        if (end < 20) {
            return false;
        }
        byte[] locator = new byte[4];
        file.seek(end - 20);
        file.readFully(locator);
        return number(locator, 0, 4) == 0x07064B50L;
    }

    private static long number(byte[] bytes, int at, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    @Override
    public String kind() {
        return "zip package";
    }

    @Override
    public Cursor open(Meter meter) {
        return Cursor.over(IntStream.range(0, entries.size())
                .<Entry>mapToObj(at -> new ZippedFile(names.get(at), entries.get(at), meter))
                .iterator());
    }

    @Override
    public String identity() {
        StringBuilder identity = new StringBuilder();
        for (ZipEntry entry : entries) {
            identity.append(entry.getName())
                    .append('\n')
                    .append(entry.getSize())
                    .append(' ')
                    .append(entry.getCrc())
                    .append('\n');
        }
        return identity.toString();
    }

    @Override
    public void checkUnchanged(Set<String> read) throws IOException {
        stamp.check();
    }

    @Override
    public void close() {
        try {
            zip.close();
            if (temporary) {
                Files.deleteIfExists(stamp.path());
            }
        } catch (IOException e) {
            stamp.path().toFile().deleteOnExit();
        }
    }

    private final class ZippedFile implements Entry {
        private final String name;
        private final ZipEntry entry;
        private final Meter meter;

        ZippedFile(String name, ZipEntry entry, Meter meter) {
            this.name = name;
            this.entry = entry;
            this.meter = meter;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long storedSize() {
            return entry.getCompressedSize();
        }

        @Override
        public boolean linked() {
            return links().contains(entry.getName());
        }

        @Override
        public InputStream open() throws IOException {
            InputStream in = zip.getInputStream(entry);
            if (in == null) {
                throw new ZipException("the zip package has no data for this file");
            }
            return meter.scale(new Verified(in, entry, limits), entry.getCompressedSize(), entry.getSize());
        }
    }

    /** Checks size and checksum at the end of a file, which the JDK leaves to the caller. */
    private static final class Verified extends InspectedStream {
        private final ZipEntry entry;
        private final int expansion;
        private final CRC32 crc = new CRC32();
        private long length;

        Verified(InputStream in, ZipEntry entry, ReadLimits limits) {
            super(in);
            this.entry = entry;
            this.expansion = limits.expansion();
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            if (n > 0) {
                crc.update(b, off, n);
                length += n;
                if (length > EXPANSION_CHECKED_FROM && length / expansion > entry.getCompressedSize()) {
                    throw new ZipException("the zip data becomes more than " + expansion + " times larger"
                            + ReadLimits.raise("expansion"));
                }
            } else if (n < 0 && (length != entry.getSize() || crc.getValue() != entry.getCrc())) {
                throw new ZipException("the zip checksum does not agree; copy or create the backup again");
            }
            return n;
        }
    }
}
