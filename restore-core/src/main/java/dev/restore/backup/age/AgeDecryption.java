package dev.restore.backup.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.restore.backup.stream.InspectedStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the streams of one age file, which is read several times. The key is made once. Used by one thread. */
public final class AgeDecryption {

    private static final String DAMAGED = "the encrypted data is damaged or cut; copy or create the backup again";

    private final RememberedKey key;

    public AgeDecryption(byte @Nullable [] passphrase, int workFactor, List<String> identities) throws IOException {
        this.key = new RememberedKey(readers(passphrase, workFactor, identities));
    }

    private static List<RecipientStanzaReader> readers(
            byte @Nullable [] passphrase, int workFactor, List<String> identities) throws IOException {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        if (passphrase != null) {
            readers.add(new ScryptStanzas(passphrase, workFactor));
        }
        try {
            for (String identity : identities) {
                readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("an identity cannot be used", e);
        }
        return readers;
    }

    /** Reads the header and returns what is encrypted. The stream given is closed with it, and if this fails. */
    public InputStream over(InputStream stored) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored, 1 << 16);
        try {
            byte[] head = new byte[AgeHeader.LENGTH];
            in.mark(head.length);
            int length = in.readNBytes(head, 0, head.length);
            in.reset();
            StandardDecryptingChannelFactory factory = AgeHeader.isArmored(head, length)
                    ? new ArmoredDecryptingChannelFactory()
                    : new StandardDecryptingChannelFactory();
            return new DecryptedStream(factory.newDecryptingChannel(Channels.newChannel(in), List.of(key)));
        } catch (AgeKeyException e) {
            stored.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            stored.close();
            throw DecryptedStream.damaged(e);
        }
    }

    /** Asks each reader for the key of the file, and keeps the answer for the next reading of the same file. */
    private static final class RememberedKey implements RecipientStanzaReader {
        private final List<RecipientStanzaReader> readers;
        private String header = "";
        private byte @Nullable [] known;

        RememberedKey(List<RecipientStanzaReader> readers) {
            this.readers = readers;
        }

        @Override
        public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
            StringBuilder seen = new StringBuilder();
            boolean passphrase = false;
            for (RecipientStanza stanza : stanzas) {
                passphrase |= stanza.getType().equals(ScryptStanzas.TYPE);
                seen.append(stanza.getType())
                        .append(stanza.getArguments())
                        .append(Arrays.toString(stanza.getBody()))
                        .append('\n');
            }
            byte[] remembered = known;
            if (remembered != null && header.contentEquals(seen)) {
                // The library wipes what it is given.
                return new FileKey(remembered.clone());
            }
            FileKey key = ask(stanzas, passphrase);
            known = key.getEncoded().clone();
            header = seen.toString();
            return key;
        }

        private FileKey ask(Iterable<RecipientStanza> stanzas, boolean passphrase) throws GeneralSecurityException {
            AgeKeyException none = new AgeKeyException(
                    passphrase
                            ? "is encrypted with a passphrase, and an identity was given; give the passphrase (--passphrase-env)"
                            : "cannot be opened: it is encrypted for none of the identities given, or its header is damaged");
            for (RecipientStanzaReader reader : readers) {
                try {
                    return reader.getFileKey(stanzas);
                } catch (AgeKeyException e) {
                    throw e;
                } catch (GeneralSecurityException e) {
                    none.addSuppressed(e);
                }
            }
            throw none;
        }
    }

    /** What is encrypted. Its bytes are authentic as far as they were read, and its end is where it ended. */
    private static final class DecryptedStream extends InspectedStream {
        private final ReadableByteChannel channel;

        DecryptedStream(ReadableByteChannel channel) {
            super(InputStream.nullInputStream());
            this.channel = channel;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (len == 0) {
                return 0;
            }
            try {
                return channel.read(ByteBuffer.wrap(b, off, len));
            } catch (IOException | RuntimeException e) {
                throw damaged(e);
            }
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        /** The library says damage with exceptions of its own, of encodings and of buffers; the system's are plain. */
        static IOException damaged(Exception e) {
            boolean plain = e instanceof IOException
                    && !e.getClass().getName().startsWith("com.exceptionfactory.")
                    && !(e.getCause() instanceof GeneralSecurityException);
            return plain ? (IOException) e : new IOException(DAMAGED, e);
        }
    }
}
