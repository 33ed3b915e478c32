package dev.restore.backup.files;

import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.stream.InspectedStream;
import dev.restore.backup.stream.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Lets the end of a file through only if its bytes are those that the manifest states. */
public final class CheckedPart extends InspectedStream {

    private final long statedBytes;
    private final String statedSha256;
    private final MessageDigest digest = Sha256.begin();
    private long bytes;
    private boolean ended;

    public CheckedPart(InputStream in, ManifestPart stated) {
        this(in, stated.bytes(), stated.sha256());
    }

    public CheckedPart(InputStream in, long bytes, String sha256) {
        super(in);
        this.statedBytes = bytes;
        this.statedSha256 = sha256;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0 || ended) {
            return len == 0 ? 0 : -1;
        }
        int n = in.read(b, off, len);
        if (n >= 0) {
            digest.update(b, off, n);
            bytes += n;
            if (bytes > statedBytes) {
                throw new IOException("has more bytes than the " + statedBytes + " that the manifest states;"
                        + " copy or create the backup again");
            }
            return n;
        }
        ended = true;
        if (bytes != statedBytes) {
            throw new IOException("has " + bytes + " bytes and not the " + statedBytes
                    + " that the manifest states: the file is cut; copy or create the backup again");
        }
        if (!Sha256.end(digest).equals(statedSha256)) {
            throw new IOException("is not what was written: its SHA-256 is not that of the manifest;"
                    + " copy or create the backup again");
        }
        return -1;
    }
}
