package dev.restore.backup.manifest;

import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.TypeFamily;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a manifest says about a table. */
final class ManifestTableParser {

    private final ManifestInput in;

    ManifestTableParser(ManifestInput in) {
        this.in = in;
    }

    /** Reads the table that the parser is at the start of. */
    ManifestTable table() {
        var seen = new Object() {
            @Nullable
            String name;

            long rows = -1;
            boolean filtered;

            @Nullable
            List<ManifestColumn> columns;

            List<String> primaryKey = List.of();
            List<List<String>> uniqueKeys = List.of();
            List<String> naturalKey = List.of();
            List<Reference> foreignKeys = List.of();

            @Nullable
            String fingerprint;

            @Nullable
            List<ManifestPart> parts;
        };
        in.object(property -> {
            switch (property) {
                case "name" -> seen.name = in.text();
                case "rows" -> seen.rows = in.number();
                case "filtered" -> seen.filtered = in.nextIs(true);
                case "columns" -> seen.columns = in.list(this::column);
                case "primary_key" -> seen.primaryKey = in.list(in::string);
                case "unique_keys" -> seen.uniqueKeys = in.list(() -> in.elements(in::string));
                case "natural_key" -> seen.naturalKey = in.list(in::string);
                case "foreign_keys" -> seen.foreignKeys = in.list(this::reference);
                case "fingerprint" -> seen.fingerprint = in.text();
                case "parts" -> seen.parts = in.list(this::part);
                default -> in.skip();
            }
        });
        ManifestTable table = new ManifestTable(
                in.present(seen.name, "name"),
                seen.rows,
                seen.filtered,
                in.present(seen.columns, "columns"),
                seen.primaryKey,
                seen.uniqueKeys,
                seen.naturalKey,
                seen.foreignKeys,
                in.present(seen.fingerprint, "fingerprint"),
                in.present(seen.parts, "parts"));
        if (table.parts().stream().mapToLong(ManifestPart::rows).sum() != table.rows()) {
            throw in.bad("states " + table.rows() + " rows for table " + EntryNames.printable(table.name())
                    + ", which is not the sum of its parts");
        }
        return table;
    }

    private ManifestColumn column() {
        var seen = new Object() {
            @Nullable
            String name;

            @Nullable
            String type;

            @Nullable
            TypeFamily family;

            boolean nullable = true;
        };
        in.object(property -> {
            switch (property) {
                case "name" -> seen.name = in.text();
                case "type" -> seen.type = in.text();
                case "family" -> seen.family = family(in.text());
                case "nullable" -> seen.nullable = !in.nextIs(false);
                default -> in.skip();
            }
        });
        return new ManifestColumn(
                in.present(seen.name, "name"),
                in.present(seen.type, "type"),
                in.present(seen.family, "family"),
                seen.nullable);
    }

    private static TypeFamily family(String name) {
        return Arrays.stream(TypeFamily.values())
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElse(TypeFamily.OTHER);
    }

    private Reference reference() {
        var seen = new Object() {
            @Nullable
            List<String> columns;

            @Nullable
            String table;

            @Nullable
            List<String> referenced;

            @Nullable
            String writtenIn;

            List<String> naturalKey = List.of();
        };
        in.object(property -> {
            switch (property) {
                case "columns" -> seen.columns = in.list(in::string);
                case "table" -> seen.table = in.text();
                case "referenced_columns" -> seen.referenced = in.list(in::string);
                case "written_in" -> seen.writtenIn = in.text();
                case "natural_key" -> seen.naturalKey = in.list(in::string);
                default -> in.skip();
            }
        });
        return new Reference(
                in.present(seen.columns, "columns"),
                in.present(seen.table, "table"),
                in.present(seen.referenced, "referenced_columns"),
                seen.writtenIn,
                seen.naturalKey);
    }

    private ManifestPart part() {
        var seen = new Object() {
            @Nullable
            String path;

            long rows = -1;
            long bytes = -1;

            @Nullable
            String sha256;
        };
        in.object(property -> {
            switch (property) {
                case "path" -> seen.path = in.text();
                case "rows" -> seen.rows = in.number();
                case "bytes" -> seen.bytes = in.number();
                case "sha256" -> seen.sha256 = in.text();
                default -> in.skip();
            }
        });
        return new ManifestPart(
                in.present(seen.path, "path"), seen.rows, seen.bytes, in.present(seen.sha256, "sha256"));
    }
}
