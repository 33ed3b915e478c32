package dev.restore.plan;

/** How bytes are written as text. {@code \x} and {@code 0x} in front always mean hexadecimal digits. */
public enum BinaryText {
    /** Two hexadecimal digits for each byte, in either case. */
    HEX,
    /** Base64 of RFC 4648, with or without padding. */
    BASE64
}
