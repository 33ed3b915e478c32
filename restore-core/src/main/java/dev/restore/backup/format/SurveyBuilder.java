package dev.restore.backup.format;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey.Records;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.WrittenForms;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.rows.TableTally;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up what a first reading sees. */
final class SurveyBuilder {

    private final Map<String, TableSeen> tables = new LinkedHashMap<>();
    private final ReadLimits limits;
    private int fields;

    SurveyBuilder(ReadLimits limits) {
        this.limits = limits;
    }

    TableSeen table(String name) {
        return tables.computeIfAbsent(name, TableSeen::new);
    }

    private void countField() {
        if (++fields > limits.names()) {
            throw new BackupFormatException(
                    "the rows of all tables have more than " + limits.names() + " different fields"
                            + ReadLimits.raise("names") + "; give the JVM more heap",
                    null);
        }
    }

    List<SurveyedTable> build() {
        return tables.values().stream().map(TableSeen::build).toList();
    }

    /** A table so far. */
    final class TableSeen {
        private final String name;
        private final Map<String, FieldSeen> fields = new HashMap<>();
        private final List<FieldSeen> order = new ArrayList<>();
        private long rows;
        private long bytes;
        private boolean complete = true;
        private long damaged;
        private @Nullable String firstDamage;
        private boolean certain;
        private @Nullable String remark;
        private Records records = Records.ROWS;

        TableSeen(String name) {
            this.name = name;
        }

        long bytes() {
            return bytes;
        }

        boolean complete() {
            return complete;
        }

        /** Says that it is a table whatever the target has. */
        void certain() {
            certain = true;
        }

        /** Says how it was read. */
        void describe(TableTally tally) {
            certain |= tally.isCertain();
            remark = remark == null ? tally.remark() : remark;
            records = tally.records().compareTo(records) > 0 ? tally.records() : records;
        }

        void cutShort() {
            complete = false;
        }

        void damaged(BackupFormatException why) {
            if (damaged++ == 0) {
                firstDamage = why.getMessage();
            }
        }

        void add(RowBuffer row, long rowBytes) {
            rows++;
            bytes += rowBytes;
            int size = row.size();
            for (int i = 0; i < size; i++) {
                FieldSeen field = field(row.name(i), i);
                field.rows++;
                ValueKind kind = row.kind(i);
                field.kinds.add(kind);
                switch (kind) {
                    case TEXT -> field.forms.text(row.bytes(), row.start(i), row.end(i));
                    case OBJECT -> field.forms.object(row.bytes(), row.start(i), row.end(i));
                    case ARRAY -> field.forms.array(row.bytes(), row.start(i), row.end(i));
                    case INTEGER -> field.forms.integer(row.bytes(), row.start(i), row.end(i));
                    case DECIMAL -> field.forms.decimal(row.bytes(), row.start(i), row.end(i));
                    default -> {}
                }
            }
        }

        /** Rows mostly have their fields in one order, so the place is tried before the name. */
        @SuppressWarnings("ReferenceEquality")
        private FieldSeen field(String field, int place) {
            if (place < order.size() && order.get(place).name == field) {
                return order.get(place);
            }
            FieldSeen known = fields.get(field);
            if (known == null) {
                countField();
                known = new FieldSeen(field);
                fields.put(field, known);
                order.add(known);
            }
            return known;
        }

        SurveyedTable build() {
            List<SurveyedField> seen = order.stream()
                    .map(f -> new SurveyedField(f.name, f.rows, f.kinds, f.forms.build()))
                    .toList();
            return new SurveyedTable(name, rows, bytes, complete, seen, damaged, firstDamage, certain, remark, records);
        }
    }

    private static final class FieldSeen {
        private final String name;
        private final Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
        private final WrittenForms.Builder forms = new WrittenForms.Builder();
        private long rows;

        FieldSeen(String name) {
            this.name = name;
        }
    }
}
