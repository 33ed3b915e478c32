package dev.restore.backup.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encrypts streams as age files. */
public final class AgeEncryption {

    private AgeEncryption() {}

    /** Writes the header and returns a stream whose close writes the end, without which nobody opens the file. */
    public static OutputStream over(
            OutputStream out, byte @Nullable [] passphrase, int workFactor, List<String> recipients)
            throws IOException {
        try {
            List<RecipientStanzaWriter> writers = new ArrayList<>();
            if (passphrase != null) {
                writers.add(new ScryptStanzas(passphrase, workFactor));
            }
            for (String recipient : recipients) {
                writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient));
            }
            return Channels.newOutputStream(
                    new StandardEncryptingChannelFactory().newEncryptingChannel(Channels.newChannel(out), writers));
        } catch (GeneralSecurityException e) {
            throw new IOException(e instanceof AgeKeyException ? e.getMessage() : "cannot be encrypted", e);
        }
    }
}
