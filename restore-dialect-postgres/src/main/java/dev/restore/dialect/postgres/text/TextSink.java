package dev.restore.dialect.postgres.text;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Takes the text form of one value, in pieces, as PostgreSQL's input functions read it. */
public abstract class TextSink {

    /** Takes bytes that hold nothing that a COPY or an array literal would have to escape. */
    public abstract void plain(byte[] bytes, int from, int to) throws SQLException;

    /** Takes any UTF-8 bytes. */
    public abstract void text(byte[] bytes, int from, int to) throws SQLException;

    public final void plain(String ascii) throws SQLException {
        byte[] bytes = ascii.getBytes(StandardCharsets.ISO_8859_1);
        plain(bytes, 0, bytes.length);
    }

    public final void text(String any) throws SQLException {
        byte[] bytes = any.getBytes(StandardCharsets.UTF_8);
        text(bytes, 0, bytes.length);
    }
}
