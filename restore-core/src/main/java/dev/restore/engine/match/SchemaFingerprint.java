package dev.restore.engine.match;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** Tells schemas apart: a hash of the names and types of columns and of the keys, whatever the constraints are called. */
public final class SchemaFingerprint {

    private SchemaFingerprint() {}

    public static String of(Table table) {
        StringBuilder text = new StringBuilder();
        line(text, "table", List.of(table.name().name()));
        for (Column column : table.columns()) {
            line(
                    text,
                    "column",
                    List.of(
                            column.name(),
                            column.type().name(),
                            String.valueOf(column.type().size()),
                            String.valueOf(column.type().scale()),
                            String.valueOf(column.nullable()),
                            column.generation().name()));
        }
        table.keys().stream()
                .map(key -> key(key))
                .sorted()
                .forEach(key -> text.append(key).append('\n'));
        table.foreignKeys().stream()
                .map(key -> "reference " + key.columns() + " "
                        + key.referencedTable().name() + " " + key.referencedColumns())
                .sorted()
                .forEach(key -> text.append(key).append('\n'));
        return sha256(text.toString());
    }

    /** Returns the fingerprint of several tables, in whatever order. */
    public static String of(Collection<Table> tables) {
        StringBuilder text = new StringBuilder();
        tables.stream().map(SchemaFingerprint::of).sorted().forEach(text::append);
        return sha256(text.toString());
    }

    private static String key(Key key) {
        return (key.primary() ? "primary " : "unique ") + key.columns();
    }

    private static void line(StringBuilder text, String what, List<String> words) {
        text.append(what).append(' ').append(words).append('\n');
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
