package dev.restore.backup;

import dev.restore.backup.age.AgeDecryption;
import dev.restore.backup.age.AgeEncryption;
import dev.restore.backup.age.AgeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What encrypts a backup, and what opens an encrypted one: standard files of <a href="https://age-encryption.org/v1">age</a>, which
 * the {@code age} tool reads and writes as well. Immutable and safe to share; its text form says nothing secret.
 *
 * <p>Needs {@code com.exceptionfactory.jagged:jagged-x25519} on the class path, and for passphrases
 * {@code org.bouncycastle:bcprov-jdk18on} too; the methods that make one say so with an {@link IllegalStateException} where they are
 * missing.
 */
public final class Age {

    /** How hard a passphrase is to guess: the power of two of scrypt's cost, as the {@code age} tool has it. */
    static final int WORK_FACTOR = 18;

    private static final String IDENTITY = "AGE-SECRET-KEY-1";

    private final char @Nullable [] passphrase;
    private final int workFactor;
    private final List<String> recipients;
    private final List<String> identities;

    private Age(char @Nullable [] passphrase, int workFactor, List<String> recipients, List<String> identities) {
        this.passphrase = passphrase;
        this.workFactor = workFactor;
        this.recipients = recipients;
        this.identities = identities;
    }

    /**
     * A passphrase, which encrypts and opens. Making the key of it takes some seconds of one processor and 256 MiB of heap, both meant to make
     * guessing expensive; a backup that was written with other settings may take up to sixteen times that.
     *
     * @param passphrase at least one character; it is copied, so that the caller can wipe it
     */
    public static Age passphrase(char[] passphrase) {
        return passphrase(passphrase, WORK_FACTOR);
    }

    static Age passphrase(char[] passphrase, int workFactor) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("the passphrase is empty");
        }
        AgeLibrary.requireScrypt();
        return new Age(passphrase.clone(), workFactor, List.of(), List.of());
    }

    /**
     * Those who will be able to open a backup with their identities. Encrypts only.
     *
     * @param recipients at least one X25519 recipient as {@code age-keygen} gives it: {@code age1...}
     * @throws IllegalArgumentException if one is not such a recipient
     */
    public static Age recipients(String... recipients) {
        if (recipients.length == 0) {
            throw new IllegalArgumentException("no recipient is named");
        }
        for (String recipient : recipients) {
            AgeLibrary.requireRecipient(recipient);
        }
        return new Age(null, WORK_FACTOR, List.of(recipients), List.of());
    }

    /**
     * The secret keys of recipients. Opens only.
     *
     * @param identities at least one X25519 identity as {@code age-keygen} gives it: {@code AGE-SECRET-KEY-1...}
     * @throws IllegalArgumentException if one is not such an identity
     */
    public static Age identities(String... identities) {
        if (identities.length == 0) {
            throw new IllegalArgumentException("no identity is named");
        }
        for (String identity : identities) {
            AgeLibrary.requireIdentity(identity);
        }
        return new Age(null, WORK_FACTOR, List.of(), List.of(identities));
    }

    /**
     * The secret keys in a file as {@code age-keygen} writes it: one on each line, {@code #} before comments. Opens only.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it holds anything else
     */
    public static Age identitiesIn(Path file) {
        List<String> lines;
        try {
            lines = Arrays.asList(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\\R"));
        } catch (IOException e) {
            throw new UncheckedIOException("the identity file " + file + " cannot be read", e);
        }
        List<String> keys = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (keys.isEmpty() || !keys.stream().allMatch(key -> key.startsWith(IDENTITY))) {
            throw new IllegalArgumentException("the identity file " + file + " does not hold one " + IDENTITY
                    + "... on each line; an identity file that is itself encrypted must be decrypted first");
        }
        return identities(keys.toArray(String[]::new));
    }

    /** Returns whether it can encrypt. */
    public boolean encrypts() {
        return passphrase != null || !recipients.isEmpty();
    }

    /** Returns whether it can open what is encrypted. */
    public boolean opens() {
        return passphrase != null || !identities.isEmpty();
    }

    /**
     * Encrypts what is written to a stream.
     *
     * @param out takes the file; it is closed with the stream that is returned
     * @return a stream whose close writes the end, without which nobody opens the file
     * @throws IOException if the header cannot be written
     */
    public OutputStream encrypt(OutputStream out) throws IOException {
        return AgeEncryption.over(out, passphraseBytes(), workFactor, recipients);
    }

    /** Opens the streams of one file, which is read several times: the key is made once. Used by one thread. */
    @FunctionalInterface
    public interface Decryption {
        /** Reads the header and returns what is encrypted. The stream given is closed with it, and if this fails. */
        InputStream over(InputStream stored) throws IOException;
    }

    /**
     * Returns what opens the streams of one file.
     *
     * @throws IOException if an identity cannot be used
     */
    public Decryption decryption() throws IOException {
        return new AgeDecryption(passphraseBytes(), workFactor, identities)::over;
    }

    private byte @Nullable [] passphraseBytes() {
        return passphrase == null ? null : new String(passphrase).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        if (passphrase != null) {
            return "a passphrase";
        }
        return recipients.isEmpty() ? identities.size() + " identities" : recipients.size() + " recipients";
    }
}
