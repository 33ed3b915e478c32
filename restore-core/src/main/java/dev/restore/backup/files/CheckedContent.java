package dev.restore.backup.files;

import dev.restore.backup.names.IoMessages;
import dev.restore.backup.stream.InspectedStream;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.io.InputStream;

/** What a file of a backup holds. Damage is said as such, to tell it from what goes wrong where it is written to. */
final class CheckedContent extends InspectedStream {

    private final String location;

    CheckedContent(InputStream in, String location) {
        super(in);
        this.location = location;
    }

    @Override
    public int read(byte[] b, int off, int len) {
        try {
            return in.read(b, off, len);
        } catch (IOException e) {
            throw new BackupFormatException(IoMessages.of(e), location, -1, e);
        }
    }

    /** Reads what is left, after which stands the checksum. */
    void drain() {
        byte[] waste = new byte[8192];
        int n = read(waste, 0, waste.length);
        while (n >= 0) {
            n = read(waste, 0, waste.length);
        }
    }
}
