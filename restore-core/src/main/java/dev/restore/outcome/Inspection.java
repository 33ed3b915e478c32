package dev.restore.outcome;

import dev.restore.catalog.ValueKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in a backup, as it was read to its end. Immutable.
 *
 * @param backup the name of the backup
 * @param format its format in words, for instance {@code directory of NDJSON tables}
 * @param django whether it is a Django dump: tables are {@code app.model} and the key is the field {@code pk}
 * @param bytes its size in bytes as it is stored, -1 when that is not known
 * @param files how many files stand beside the rows, -1 where there can be none
 * @param origin what its manifest says, null where it has none
 * @param tables the tables in the order of the backup
 * @param notes how files are read where that is not obvious, sentences
 * @param leftOut what else it holds, which is not read
 * @param countsStated whether it states row counts about itself
 * @param differences where these differ from the rows that it has; empty where it states none
 */
public record Inspection(
        String backup,
        String format,
        boolean django,
        long bytes,
        int files,
        @Nullable Origin origin,
        List<InspectedTable> tables,
        List<String> notes,
        List<String> leftOut,
        boolean countsStated,
        List<String> differences) {

    public Inspection {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(format, "format");
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
        differences = List.copyOf(differences);
    }

    /**
     * What the manifest of a backup says about how it was written.
     *
     * @param formatVersion the version of the format
     * @param createdAt when it was written
     * @param product the database that it was written from
     * @param version the version of that
     * @param schema the schema, or null
     * @param fingerprint what tells schemas apart
     * @param unfinished whether a restore into that database was unfinished then, so that rows may be missing
     * @param notWritten what of the database was not written
     */
    public record Origin(
            int formatVersion,
            Instant createdAt,
            String product,
            String version,
            @Nullable String schema,
            String fingerprint,
            boolean unfinished,
            List<String> notWritten) {
        public Origin {
            Objects.requireNonNull(createdAt, "createdAt");
            notWritten = List.copyOf(notWritten);
        }
    }

    /**
     * A table.
     *
     * @param table its name in the backup
     * @param rows how many rows it has
     * @param bytes how many bytes its rows are as JSON
     * @param certain whether it is a table whatever the target has; otherwise it is one where the target has such a table
     * @param statedRows how many rows the backup states, null where it states nothing
     * @param fields its fields in the order in which they came first
     */
    public record InspectedTable(
            String table,
            long rows,
            long bytes,
            boolean certain,
            @Nullable Long statedRows,
            List<InspectedField> fields) {
        public InspectedTable {
            Objects.requireNonNull(table, "table");
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field.
     *
     * @param field its name
     * @param rows how many rows have it
     * @param kinds the kinds of its values
     */
    public record InspectedField(String field, long rows, Set<ValueKind> kinds) {
        public InspectedField {
            Objects.requireNonNull(field, "field");
            kinds = Set.copyOf(kinds);
        }
    }

    /** Returns how many rows it has. */
    public long rows() {
        return tables.stream().mapToLong(InspectedTable::rows).sum();
    }

    /** Returns it for people, for a terminal of 100 columns. */
    public String text() {
        return InspectionText.of(this);
    }

    /** Returns it as one JSON object. */
    public String json() {
        return InspectionJson.of(this);
    }
}
