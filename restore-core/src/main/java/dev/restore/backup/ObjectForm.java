package dev.restore.backup;

import java.nio.charset.StandardCharsets;

/** What an object may stand for, by its first field. Stateless. */
public final class ObjectForm {

    private static final byte[] BUFFER = ascii("{\"type\":\"Buffer\",\"data\":[");
    private static final byte[] FIRST_BYTE = ascii("{\"0\":");
    private static final byte[] EXTENDED = ascii("{\"$");

    private ObjectForm() {}

    /**
     * Returns the form of an object: one of those from {@link WrittenForm#OBJECT_ID} on.
     *
     * @param bytes holds the object as compact JSON
     */
    public static WrittenForm form(byte[] bytes, int start, int end) {
        if (startsWith(bytes, start, end, EXTENDED)) {
            return extended(bytes, start, end);
        }
        if (startsWith(bytes, start, end, BUFFER)) {
            return WrittenForm.BUFFER;
        }
        return startsWith(bytes, start, end, FIRST_BYTE) ? WrittenForm.INDEXED_BYTES : WrittenForm.PLAIN_OBJECT;
    }

    /** Returns whether an object stands for a value of another kind, so that it is never a document of its own. */
    public static boolean standsForValue(WrittenForm form) {
        return switch (form) {
            case OBJECT_ID,
                    DATE_OBJECT,
                    NUMBER_OBJECT,
                    UUID_BINARY,
                    BINARY_OBJECT,
                    UUID_OBJECT,
                    OTHER_EXTENDED,
                    BUFFER -> true;
            default -> false;
        };
    }

    private static WrittenForm extended(byte[] bytes, int start, int end) {
        int from = start + EXTENDED.length;
        int to = from;
        while (to < end && bytes[to] != '"' && to - from < 20) {
            to++;
        }
        return switch (new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)) {
            case "oid" -> WrittenForm.OBJECT_ID;
            case "date" -> WrittenForm.DATE_OBJECT;
            case "numberInt", "numberLong", "numberDouble", "numberDecimal" -> WrittenForm.NUMBER_OBJECT;
            case "uuid" -> WrittenForm.UUID_OBJECT;
            case "binary" -> isUuid(bytes, start, end) ? WrittenForm.UUID_BINARY : WrittenForm.BINARY_OBJECT;
            case "type" -> binaryBehindType(bytes, start, end);
            case "timestamp", "regularExpression", "minKey", "maxKey", "code", "symbol", "dbPointer", "undefined" ->
                WrittenForm.OTHER_EXTENDED;
            default -> WrittenForm.PLAIN_OBJECT;
        };
    }

    private static WrittenForm binaryBehindType(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, Math.min(end - start, 40), StandardCharsets.ISO_8859_1);
        if (!text.contains("\"$binary\":")) {
            return WrittenForm.PLAIN_OBJECT;
        }
        return text.contains("\"04\"") || text.contains("\"4\"") ? WrittenForm.UUID_BINARY : WrittenForm.BINARY_OBJECT;
    }

    private static boolean isUuid(byte[] bytes, int start, int end) {
        int from = Math.max(start, end - 24);
        String tail = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        return tail.contains("ype\":\"04\"") || tail.contains("ype\":\"4\"");
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] word) {
        if (end - start < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[start + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
