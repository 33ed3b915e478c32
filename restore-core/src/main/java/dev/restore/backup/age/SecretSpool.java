package dev.restore.backup.age;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps one temporary file unreadable for others: under a key that nobody else ever has and that is gone with this object. The
 * same process reads what it has just written, and the checksum in the manifest tells whether that is still the same.
 */
public final class SecretSpool {

    private static final int BLOCK = 16;

    private final SecretKeySpec key;

    public SecretSpool() {
        byte[] random = new byte[BLOCK];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "AES");
    }

    public OutputStream over(OutputStream out) throws IOException {
        return new CipherOutputStream(out, cipher(Cipher.ENCRYPT_MODE));
    }

    public InputStream over(InputStream in) throws IOException {
        return new CipherInputStream(in, cipher(Cipher.DECRYPT_MODE));
    }

    private Cipher cipher(int mode) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            // A key is used for one file only, so its counter may always begin at zero.
            cipher.init(mode, key, new IvParameterSpec(new byte[BLOCK]));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot encrypt a temporary file", e);
        }
    }
}
