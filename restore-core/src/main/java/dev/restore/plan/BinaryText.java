package dev.restore.plan;

/** How bytes are written as text. {@code \x} in front always means hexadecimal digits. */
public enum BinaryText {
    /** Two hexadecimal digits for each byte, in either case, with or without {@code 0x} in front. */
    HEX,
    /** Base64 of RFC 4648, with or without padding. */
    BASE64
}
