package dev.restore.dialect.postgres.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects the text form of one element of an array, then quotes it. */
final class LiteralText extends TextSink {

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    @Override
    public void plain(byte[] bytes, int from, int to) {
        collected.write(bytes, from, to - from);
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        collected.write(bytes, from, to - from);
    }

    void reset() {
        collected.reset();
    }

    /** Returns what was collected between double quotes, with a backslash before quotes and backslashes. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    String collected() {
        return collected.toString(StandardCharsets.UTF_8);
    }
}
