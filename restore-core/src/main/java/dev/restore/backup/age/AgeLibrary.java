package dev.restore.backup.age;

import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.restore.backup.names.EntryNames;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Objects;
import org.bouncycastle.crypto.generators.SCrypt;

/** Looks whether the libraries of encryption are there, which are optional, and checks keys with them. */
public final class AgeLibrary {

    private AgeLibrary() {}

    public static void requireScrypt() {
        try {
            Objects.requireNonNull(SCrypt.class);
            Objects.requireNonNull(X25519RecipientStanzaWriterFactory.class);
        } catch (NoClassDefFoundError e) {
            throw missing(e);
        }
    }

    public static void requireRecipient(String recipient) {
        try {
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "'" + EntryNames.printable(recipient) + "' is not an X25519 recipient of age; one starts with age1",
                    e);
        } catch (NoClassDefFoundError e) {
            throw missing(e);
        }
    }

    /** What is wrong with a secret is not quoted. */
    public static void requireIdentity(String identity) {
        boolean valid = identity.equals(identity.toUpperCase(Locale.ROOT));
        try {
            X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity);
        } catch (GeneralSecurityException | RuntimeException e) {
            valid = false;
        } catch (NoClassDefFoundError e) {
            throw missing(e);
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "an identity is not an X25519 identity of age; one starts with AGE-SECRET-KEY-1");
        }
    }

    private static IllegalStateException missing(NoClassDefFoundError e) {
        return new IllegalStateException(
                "Encrypted backups need libraries that are not on the class path: add"
                        + " com.exceptionfactory.jagged:jagged-x25519:1.0.0, and for passphrases"
                        + " org.bouncycastle:bcprov-jdk18on:1.86",
                e);
    }
}
