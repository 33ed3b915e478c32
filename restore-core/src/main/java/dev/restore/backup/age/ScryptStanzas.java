package dev.restore.backup.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/** The passphrase in the header of an age file: scrypt makes a key of it, which wraps the key of the file. */
final class ScryptStanzas implements RecipientStanzaReader, RecipientStanzaWriter {

    static final String TYPE = "scrypt";

    /** What the age tool accepts at most; past it an attacker decides how much memory and time a file takes. */
    private static final int MAX_WORK = 22;

    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int BLOCKS = 8;
    private static final long SPARE_BYTES = 16L << 20;
    private static final Pattern FACTOR = Pattern.compile("[1-9][0-9]?");
    private static final Pattern SALT = Pattern.compile("[A-Za-z0-9+/]{22}");

    private final byte[] passphrase;
    private final int workFactor;

    ScryptStanzas(byte[] passphrase, int workFactor) {
        this.passphrase = passphrase;
        this.workFactor = workFactor;
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        EncryptedFileKey wrapped =
                new FileKeyEncryptorFactory().newFileKeyEncryptor().getEncryptedFileKey(fileKey, key(salt, workFactor));
        List<String> arguments =
                List.of(Base64.getEncoder().withoutPadding().encodeToString(salt), Integer.toString(workFactor));
        return List.of(new Stanza(arguments, wrapped.getEncoded()));
    }

    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        List<RecipientStanza> all = new ArrayList<>();
        stanzas.forEach(all::add);
        if (all.stream().noneMatch(stanza -> stanza.getType().equals(TYPE))) {
            throw new AgeKeyException(
                    "is not encrypted with a passphrase: give an identity of one of its recipients (--identity)");
        }
        RecipientStanza stanza = all.get(0);
        List<String> arguments = stanza.getArguments();
        if (all.size() != 1
                || arguments.size() != 2
                || !SALT.matcher(arguments.get(0)).matches()
                || !FACTOR.matcher(arguments.get(1)).matches()
                || stanza.getBody().length != KEY_BYTES) {
            throw new AgeKeyException("has a damaged age header; copy or create the backup again");
        }
        int factor = Integer.parseInt(arguments.get(1));
        if (factor > MAX_WORK) {
            throw new AgeKeyException("asks for a scrypt work factor of " + factor + ", and at most " + MAX_WORK
                    + " is accepted: more would only exhaust this machine");
        }
        CipherKey key = key(Base64.getDecoder().decode(arguments.get(0)), factor);
        try {
            return new FileKeyDecryptorFactory()
                    .newFileKeyDecryptor()
                    .getFileKey(new EncryptedFileKey(stanza.getBody()), key);
        } catch (GeneralSecurityException e) {
            throw new AgeKeyException(
                    "cannot be opened: the passphrase is wrong, or the header of the file is damaged", e);
        }
    }

    private CipherKey key(byte[] salt, int factor) throws AgeKeyException {
        byte[] labelled = new byte[LABEL.length + salt.length];
        System.arraycopy(LABEL, 0, labelled, 0, LABEL.length);
        System.arraycopy(salt, 0, labelled, LABEL.length, salt.length);
        long needed = (128L * BLOCKS) << factor;
        if (needed + SPARE_BYTES > Runtime.getRuntime().maxMemory()) {
            throw tooLarge(needed, null);
        }
        try {
            return new CipherKey(SCrypt.generate(passphrase, labelled, 1 << factor, BLOCKS, 1, KEY_BYTES));
        } catch (OutOfMemoryError e) {
            throw tooLarge(needed, e);
        }
    }

    private static AgeKeyException tooLarge(long needed, @Nullable OutOfMemoryError e) {
        String message = String.format(
                Locale.ROOT,
                "needs %d MiB of heap to make a key of the passphrase, and this JVM has at most %d; give it more (-Xmx),"
                        + " or encrypt for recipients, which need none",
                needed >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        return e == null ? new AgeKeyException(message) : new AgeKeyException(message, e);
    }

    private static final class Stanza implements RecipientStanza {
        private final List<String> arguments;
        private final byte[] body;

        Stanza(List<String> arguments, byte[] body) {
            this.arguments = arguments;
            this.body = body;
        }

        @Override
        public String getType() {
            return TYPE;
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body;
        }
    }
}
