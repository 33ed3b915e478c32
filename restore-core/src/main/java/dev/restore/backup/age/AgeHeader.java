package dev.restore.backup.age;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How an age file begins. Apart from what reads it, so that it is recognised where the libraries for that are missing. */
public final class AgeHeader {

    private static final byte[] BINARY = "age-encryption.org/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----".getBytes(StandardCharsets.US_ASCII);

    /** How many bytes it takes to tell. */
    static final int LENGTH = ARMOR.length;

    private AgeHeader() {}

    /** Returns whether bytes are the beginning of an age file, binary or in its armor of text. */
    public static boolean startsLike(byte[] head, int length) {
        return isArmored(head, length) || startsWith(head, length, BINARY);
    }

    /** Returns whether bytes are the beginning of an age file in its armor of text. */
    static boolean isArmored(byte[] head, int length) {
        return startsWith(head, length, ARMOR);
    }

    private static boolean startsWith(byte[] head, int length, byte[] start) {
        return length >= start.length && Arrays.equals(head, 0, start.length, start, 0, start.length);
    }
}
