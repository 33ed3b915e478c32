package dev.restore.backup;

import dev.restore.catalog.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
 * @param leftOut what else it holds, which is not read
 * @param undecided files that were read as objects of tables and could also be one row each
 */
public record Survey(
        String format,
        boolean django,
        List<SurveyedTable> tables,
        long bytes,
        boolean complete,
        Map<String, Long> expectedRows,
        List<LeftOut> leftOut,
        List<Undecided> undecided) {

    public Survey {
        Objects.requireNonNull(format, "format");
        tables = List.copyOf(tables);
        expectedRows = Map.copyOf(expectedRows);
        leftOut = List.copyOf(leftOut);
        undecided = List.copyOf(undecided);
    }

    /**
     * Returns the same without those tables of which only the target can tell whether they are any, if it has none such; all of it
     * where nothing would be left, for then these must be what the backup is about.
     */
    public Survey leavingOut(Predicate<SurveyedTable> absent) {
        List<SurveyedTable> kept = new ArrayList<>();
        List<LeftOut> left = new ArrayList<>(leftOut);
        for (SurveyedTable table : tables) {
            if (!table.certain() && absent.test(table)) {
                left.add(new LeftOut(table.name(), table.describe(), List.of(table.name())));
            } else {
                kept.add(table);
            }
        }
        return kept.isEmpty() || kept.size() == tables.size()
                ? this
                : new Survey(format, django, kept, bytes, complete, expectedRows, left, undecided);
    }

    /** What stands in front of the names of fields that are beside the others. */
    private static final String BESIDE = ".";

    /**
     * Returns the field as which a key of a record of a Django dump is read that is neither {@code model} nor {@code pk} nor
     * {@code fields}: the key after a point, which no field of Django has in its name.
     */
    public static String besideFields(String key) {
        return BESIDE + key;
    }

    /** Returns whether a field is a key that stood beside the fields of a record of a Django dump. */
    public static boolean isBesideFields(String field) {
        return field.startsWith(BESIDE);
    }

    /** Returns the key that stood beside the fields of a record of a Django dump, for a field that is one. */
    public static String keyOf(String field) {
        return field.substring(BESIDE.length());
    }

    /** Returns whether a field is such a key and by its name, {@code __name__}, what its writer noted for itself. */
    public static boolean isNote(String field) {
        return isBesideFields(field) && field.length() > 5 && field.startsWith("__", 1) && field.endsWith("__");
    }

    /** What the records of a table are, each more than the one before. */
    public enum Records {
        /** Its rows. */
        ROWS,
        /** Events, each of which creates a row, as far as they were read. */
        CREATIONS,
        /** Events, some of which replace the row of an earlier one or say that it is gone. */
        CHANGES
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
     * @param certain whether it is a table whatever the target has; otherwise only the target can tell it from settings and such
     * @param remark how it is read, as the end of a sentence that starts with its place; null where that is obvious
     * @param records what its records are
     */
    public record SurveyedTable(
            String name,
            long rows,
            long bytes,
            boolean complete,
            List<SurveyedField> fields,
            long damaged,
            @Nullable String firstDamage,
            boolean certain,
            @Nullable String remark,
            Records records) {
        public SurveyedTable {
            Objects.requireNonNull(name, "name");
            fields = List.copyOf(fields);
        }

        /** Returns how it is read, the end of a sentence that starts with its name; empty where that is obvious. */
        public Optional<String> reading() {
            Optional<String> how = Optional.ofNullable(remark)
                    .map(read -> read + (certain ? "" : ", if the target has a table of that name"));
            return records != Records.CHANGES
                    ? how
                    : Optional.of(
                            how.map(read -> read + "; it ").orElse("") + "holds events, of which the last state of each"
                                    + " row counts, by the primary key of its table");
        }

        /** Returns what it is where it is not a table, a phrase. */
        private String describe() {
            if (remark == null) {
                return "an object";
            }
            int reading = remark.indexOf(", which");
            String what = reading < 0 ? remark : remark.substring(0, reading);
            return what.startsWith("is ") ? what.substring(3) : what;
        }

        /** Finds a field by its exact name. */
        public Optional<SurveyedField> field(String fieldName) {
            return fields.stream().filter(f -> f.name().equals(fieldName)).findFirst();
        }
    }

    /**
     * A file with one object that is either of two things, which only the target can tell: one row of a table, or an object of
     * tables.
     *
     * @param file its path in the backup
     * @param table the table that it is called after, whose row it may be
     * @param fields the fields of that row
     * @param tables those of its fields that are tables if it is an object of tables
     * @param envelope the one of them that is called as answers of programs call their rows, null where there is none
     */
    public record Undecided(
            String file,
            String table,
            List<SurveyedField> fields,
            List<String> tables,
            @Nullable String envelope) {
        public Undecided {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(table, "table");
            fields = List.copyOf(fields);
            tables = List.copyOf(tables);
        }
    }

    /**
     * A field of a table's rows.
     *
     * @param name its name as the backup spells it
     * @param rows how many of the rows that were read have it
     * @param kinds the kinds of values that were seen
     * @param forms the forms in which these were written
     */
    public record SurveyedField(String name, long rows, Set<ValueKind> kinds, WrittenForms forms) {
        public SurveyedField {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(forms, "forms");
            kinds = Set.copyOf(kinds);
        }
    }
}
