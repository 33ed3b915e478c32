package dev.restore.backup;

import dev.restore.catalog.ValueKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a first reading of a backup found. Immutable.
 *
 * @param format the format in words, for instance {@code directory of NDJSON tables}
 * @param django whether rows come from a Django dump: tables are {@code app.model} and the key is the field {@code pk}
 * @param tables the tables in the order of the backup
 * @param bytes the size of the backup in bytes as it is stored, -1 when it is not known
 * @param complete whether all rows were read; otherwise only the first of each table
 * @param expectedRows row counts that the backup says about itself by table, empty where it says nothing
 */
public record Survey(
        String format,
        boolean django,
        List<SurveyedTable> tables,
        long bytes,
        boolean complete,
        Map<String, Long> expectedRows) {

    public Survey {
        Objects.requireNonNull(format, "format");
        tables = List.copyOf(tables);
        expectedRows = Map.copyOf(expectedRows);
    }

    /**
     * A table of a backup.
     *
     * @param name its name as the backup spells it
     * @param rows how many rows were read
     * @param bytes how many uncompressed bytes they take
     * @param complete whether these are all of its rows
     * @param fields its fields in the order of their first appearance
     * @param damaged how many damaged records were passed over, which are not among the rows
     * @param firstDamage where the first of them is and what is wrong with it, null when there is none
     */
    public record SurveyedTable(
            String name,
            long rows,
            long bytes,
            boolean complete,
            List<SurveyedField> fields,
            long damaged,
            @Nullable String firstDamage) {
        public SurveyedTable {
            Objects.requireNonNull(name, "name");
            fields = List.copyOf(fields);
        }

        /** Finds a field by its exact name. */
        public Optional<SurveyedField> field(String fieldName) {
            return fields.stream().filter(f -> f.name().equals(fieldName)).findFirst();
        }
    }

    /**
     * A field of a table's rows.
     *
     * @param name its name as the backup spells it
     * @param rows how many of the rows that were read have it
     * @param kinds the kinds of values that were seen
     */
    public record SurveyedField(String name, long rows, Set<ValueKind> kinds) {
        public SurveyedField {
            Objects.requireNonNull(name, "name");
            kinds = Set.copyOf(kinds);
        }
    }
}
