package dev.restore.backup.archive;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.stream.InspectedStream;
import dev.restore.backup.stream.Meter;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The files of a tar package, plain or compressed, in their order; each reading goes through all of it. */
public final class TarArchive extends SourceArchive {

    private static final int RECORD = 512;

    private final @Nullable Compression compression;
    private final ReadLimits limits;

    public TarArchive(OpenedSource source, @Nullable Compression compression, ReadLimits limits) {
        super(source);
        this.compression = compression;
        this.limits = limits;
    }

    /** Returns whether bytes are the header of a tar file: their checksum stands in them. */
    public static boolean startsLike(byte[] head, int length) {
        if (length < RECORD) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < RECORD; i++) {
            sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xFF;
        }
        long stated = 0;
        boolean digits = false;
        for (int i = 148; i < 156; i++) {
            if (head[i] >= '0' && head[i] <= '7') {
                stated = stated * 8 + head[i] - '0';
                digits = true;
            } else if (digits) {
                break;
            }
        }
        return digits && stated == sum;
    }

    @Override
    public String kind() {
        return (source().encrypted() ? "encrypted " : "")
                + (compression == null ? "tar package" : "tar." + compression.ending() + " package");
    }

    @Override
    public boolean sequential() {
        return true;
    }

    @Override
    public Cursor open(Meter meter) throws IOException {
        InputStream stored = meter.count(source().open());
        try {
            return new TarCursor(compression == null ? stored : compression.open(stored, limits), limits);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    private static final class TarCursor implements Cursor {
        private final Tail tail;
        private final TarArchiveInputStream tar;
        private final PackageEntries names;
        private final byte[] waste = new byte[8192];
        private boolean inEntry;

        TarCursor(InputStream in, ReadLimits limits) {
            this.tail = new Tail(in);
            this.tar = new TarArchiveInputStream(tail);
            this.names = new PackageEntries(limits);
        }

        @Override
        public @Nullable Entry next() throws IOException {
            while (true) {
                if (inEntry) {
                    drain(tar);
                }
                tail.restart();
                TarArchiveEntry entry = tar.getNextEntry();
                if (entry == null) {
                    requireEnd();
                    return null;
                }
                inEntry = true;
                if (!entry.isCheckSumOK()) {
                    throw new IOException("the tar package is damaged; copy or create the backup again");
                }
                String name = entry.getName();
                if (entry.isDirectory()) {
                    if (!name.equals("./") && !name.equals(".")) {
                        names.accept(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
                    }
                } else if (isPlainFile(entry)) {
                    return new TarredFile(names.accept(name), tar);
                } else {
                    throw new IOException("holds a link, device or sparse file, which no backup needs: "
                            + EntryNames.printable(name));
                }
            }
        }

        /** The library takes everything for a file that is not a directory. */
        private static boolean isPlainFile(TarArchiveEntry entry) {
            return entry.isFile()
                    && !entry.isLink()
                    && !entry.isSymbolicLink()
                    && !entry.isSparse()
                    && !entry.isCharacterDevice()
                    && !entry.isBlockDevice()
                    && !entry.isFIFO();
        }

        private void requireEnd() throws IOException {
            drain(tail);
            if (tail.other) {
                throw new IOException("something follows the end of the tar package");
            }
            if (tail.zeros < 2 * RECORD) {
                throw new EOFException("the tar package has no end: the file is cut; copy or create the backup again");
            }
        }

        private void drain(InputStream in) throws IOException {
            int n = in.read(waste);
            while (n >= 0) {
                n = in.read(waste);
            }
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }

    private record TarredFile(String name, TarArchiveInputStream tar) implements Entry {
        @Override
        public long storedSize() {
            return -1;
        }

        @Override
        public InputStream open() {
            return new FilterInputStream(tar) {
                @Override
                public void close() {}
            };
        }
    }

    /** Looks at the bytes since the last file: the end of a tar package is two records of zeros, and nothing else. */
    private static final class Tail extends InspectedStream {
        private long zeros;
        private boolean other;

        Tail(InputStream in) {
            super(in);
        }

        void restart() {
            zeros = 0;
            other = false;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            for (int i = off; i < off + n && !other; i++) {
                if (b[i] == 0) {
                    zeros++;
                } else {
                    other = true;
                }
            }
            return n;
        }
    }
}
