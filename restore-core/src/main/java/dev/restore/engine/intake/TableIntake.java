package dev.restore.engine.intake;

import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ValueException;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.OriginalRow;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.CellDecoders;
import dev.restore.engine.value.DecodedRow;
import dev.restore.engine.value.DecodingPlanner;
import dev.restore.engine.value.OtherKinds;
import dev.restore.outcome.RowError;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import dev.restore.plan.UnknownColumns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one table of the backup apart: which field goes into which cell. Rows of the same shape, that is with the
 * same fields in the same order, share the answer; shapes with the same columns share a batch. Used by the reading thread.
 */
public final class TableIntake {

    /** Where fields are names that never come again, shapes are not worth remembering. */
    private static final int MAX_SHAPES = 1000;

    private final TablePlan plan;
    private final RestoreOptions options;
    private final ColumnMatcher matcher;
    private final boolean django;
    private final @Nullable Account account;
    private final List<JoinIntake> joins;
    private final List<Shape> shapes = new ArrayList<>();
    private final Map<List<Column>, ColumnSet> sets = new HashMap<>();
    private final List<OtherKinds> checks = new ArrayList<>();

    /** Whether rejected rows are written down, as they stand in the backup. */
    private final boolean keepsOriginals;

    private @Nullable Shape last;

    /**
     * Creates an intake.
     *
     * @param account counts the table's rows, null when only its many-to-many lists are wanted
     * @param joins takes its many-to-many lists
     */
    public TableIntake(
            TablePlan plan, RestoreOptions options, boolean django, @Nullable Account account, List<JoinIntake> joins) {
        this.plan = plan;
        this.options = options;
        this.django = django;
        this.matcher = new ColumnMatcher(
                plan.source(), plan.target(), options.mapping().columns(), django);
        this.account = account;
        this.joins = List.copyOf(joins);
        this.keepsOriginals = options.badRows().written();
    }

    /** How rows with certain fields become cells. */
    private static final class Shape {

        /** The fields. */
        final String[] names;

        /** What the cells are for, null when only many-to-many lists are wanted. */
        final @Nullable ColumnSet set;

        /** Which field fills each cell, or -1 - n for the n-th constant. */
        final int[] fields;

        /** The values that the caller gave for columns that no field fills. */
        final List<Constant> constants;

        /** The fields that repeat the record's key, which is the first field. */
        final int[] repeatedKeys;

        /** Which field holds the list of each join, or -1. */
        final int[] joinFields;

        /** Why such rows do not fit the table, null where they do. */
        final @Nullable Misfit misfit;

        /** Decodes their values, null where all are what they look like. */
        final @Nullable DecodedRow decoded;

        /** Looks at the values of each field, null for those where there is nothing to look for; null for none at all. */
        final @Nullable OtherKinds @Nullable [] checks;

        Shape(
                String[] names,
                @Nullable ColumnSet set,
                int[] fields,
                List<Constant> constants,
                int[] repeatedKeys,
                int[] joinFields,
                @Nullable Misfit misfit,
                @Nullable DecodedRow decoded,
                @Nullable OtherKinds @Nullable [] checks) {
            this.names = names;
            this.set = set;
            this.fields = fields;
            this.constants = constants;
            this.repeatedKeys = repeatedKeys;
            this.joinFields = joinFields;
            this.misfit = misfit;
            this.decoded = decoded;
            this.checks = checks;
        }
    }

    /** A field or column for which rows do not fit the table, and the reason. */
    private record Misfit(String name, @Nullable String sqlState, String reason) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, copied or shown
    private record Constant(ValueKind kind, byte[] bytes) {}

    @SuppressWarnings("ReferenceEquality") // whether the row is a view of another one
    void take(BackupRow row, OpenBatches batches) {
        Shape shape = shape(row);
        if (shape.misfit != null) {
            refuse(row, shape, shape.misfit, batches);
        }
        BackupRow cells = decoded(row, shape, batches);
        ColumnSet set = shape.set;
        if (set != null && cells != null) {
            RowBatch batch = batches.startRow(set, row);
            if (cells != row && keepsOriginals) {
                batch.original(OriginalRow.json(row, model(), field -> !isList(shape, field)));
            }
            byte[] bytes = cells.bytes();
            for (int field : shape.fields) {
                if (field >= 0) {
                    batch.cell(cells.kind(field), bytes, cells.start(field), cells.end(field));
                } else {
                    Constant constant = shape.constants.get(-1 - field);
                    batch.cell(constant.kind, constant.bytes, 0, constant.bytes.length);
                }
            }
            batches.endRow(set, batch);
        }
        for (int i = 0; i < shape.joinFields.length; i++) {
            if (shape.joinFields[i] >= 0) {
                joins.get(i).take(row, shape.joinFields[i], batches);
            }
        }
    }

    /** Returns what is wrong with a record that has two keys, null where there is nothing. */
    private static @Nullable Misfit otherKey(BackupRow cells, Shape shape) {
        for (int field : shape.repeatedKeys) {
            if (cells.kind(field) != ValueKind.NULL && !isSameKey(cells, field)) {
                return new Misfit(
                        cells.name(field),
                        null,
                        "the record's key (" + cells.name(0) + ") and " + cells.name(field)
                                + " are one column and differ; correct the one that is wrong");
            }
        }
        return null;
    }

    private static boolean isSameKey(BackupRow cells, int field) {
        boolean scalar = cells.kind(field) == ValueKind.INTEGER || cells.kind(field) == ValueKind.TEXT;
        return scalar
                && Arrays.equals(
                        cells.bytes(),
                        cells.start(0),
                        cells.end(0),
                        cells.bytes(),
                        cells.start(field),
                        cells.end(field));
    }

    /** Returns the row with its values decoded, or null after refusing it. */
    private @Nullable BackupRow decoded(BackupRow row, Shape shape, OpenBatches batches) {
        DecodedRow decoded = shape.decoded;
        @Nullable OtherKinds @Nullable [] looks = shape.checks;
        if (decoded == null && looks == null && shape.repeatedKeys.length == 0) {
            return row;
        }
        try {
            BackupRow cells = decoded == null ? row : decoded.of(row);
            Misfit misfit = otherKey(cells, shape);
            if (misfit != null) {
                refuse(row, shape, misfit, batches);
                return null;
            }
            if (looks != null) {
                look(looks, cells);
            }
            return cells;
        } catch (ValueException e) {
            String column = matcher.match(row.name(e.column())).get(0).name();
            refuse(row, shape, new Misfit(column, e.getSQLState(), String.valueOf(e.getMessage())), batches);
            return null;
        }
    }

    private static void look(@Nullable OtherKinds[] checks, BackupRow cells) throws ValueException {
        for (int field = 0; field < checks.length; field++) {
            OtherKinds check = checks[field];
            if (check != null) {
                try {
                    check.look(cells.kind(field), cells.bytes(), cells.start(field), cells.end(field));
                } catch (ValueException e) {
                    throw new ValueException(0, field, String.valueOf(e.getMessage()), e.getSQLState());
                }
            }
        }
    }

    /** Refuses a row; what it lists for other tables is taken all the same, so that it is accounted for. */
    private void refuse(BackupRow row, Shape shape, Misfit misfit, OpenBatches batches) {
        Account counted = account;
        if (counted != null) {
            RowError error = new RowError(
                    counted.name(),
                    row.number(),
                    row.location(),
                    row.offset(),
                    misfit.name,
                    misfit.sqlState,
                    misfit.reason);
            batches.refuse(
                    counted,
                    plan.source(),
                    error,
                    () -> OriginalRow.json(row, model(), field -> !isList(shape, field)));
        }
    }

    private static boolean isList(Shape shape, int field) {
        return Arrays.stream(shape.joinFields).anyMatch(list -> list == field);
    }

    void damaged(DamagedRow row, OpenBatches batches) {
        Account counted = account;
        if (counted != null) {
            RowError error =
                    new RowError(counted.name(), row.number(), row.location(), row.offset(), null, null, row.reason());
            batches.refuse(counted, plan.source(), error, () -> bytesOf(row));
        }
    }

    private static byte[] bytesOf(DamagedRow row) {
        try (InputStream record = row.open()) {
            return record.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shape shape(BackupRow row) {
        Shape candidate = last;
        if (candidate != null && fits(candidate, row)) {
            return candidate;
        }
        for (Shape known : shapes) {
            if (fits(known, row)) {
                last = known;
                return known;
            }
        }
        Shape made = make(row);
        if (made.misfit == null) {
            if (shapes.size() == MAX_SHAPES) {
                shapes.clear();
            }
            shapes.add(made);
        }
        last = made;
        return made;
    }

    @SuppressWarnings("ReferenceEquality") // the reader gives the same name as a rule; a different one is compared
    private static boolean fits(Shape shape, BackupRow row) {
        String[] names = shape.names;
        if (names.length != row.size()) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            String name = row.name(i);
            if (names[i] != name && !names[i].equals(name)) {
                return false;
            }
        }
        return true;
    }

    private Shape make(BackupRow row) {
        String[] names = new String[row.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = row.name(i);
        }
        int[] joinFields = joinFields(names);
        Account counted = account;
        if (counted == null) {
            return new Shape(names, null, new int[0], List.of(), new int[0], joinFields, null, null, null);
        }
        Map<Column, Integer> sources = new HashMap<>();
        List<Column> columns = new ArrayList<>();
        List<Integer> repeatedKeys = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (isLeftOut(names[i])) {
                continue;
            }
            List<Column> found = matcher.match(names[i]);
            if (found.size() == 1 && repeatsKey(names, i, sources.get(found.get(0)))) {
                repeatedKeys.add(i);
                continue;
            }
            Misfit misfit = misfit(names[i], found, sources);
            if (misfit != null) {
                return new Shape(names, null, new int[0], List.of(), new int[0], joinFields, misfit, null, null);
            }
            if (!found.isEmpty() && found.get(0).insertable()) {
                sources.put(found.get(0), i);
                columns.add(found.get(0));
            }
        }
        List<Constant> constants = new ArrayList<>();
        for (FixedValue fixed : plan.fixed()) {
            if (!sources.containsKey(fixed.column())) {
                constants.add(constant(fixed.value()));
                sources.put(fixed.column(), -constants.size());
                columns.add(fixed.column());
            }
        }
        ColumnSet set = set(columns, counted, names, sources);
        List<Column> order = set.target().columns();
        int[] fields = new int[order.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = sources.getOrDefault(order.get(i), 0);
        }
        @Nullable CellDecoder[] decoders = new CellDecoder[names.length];
        @Nullable OtherKinds[] looks = new OtherKinds[names.length];
        sources.forEach((column, field) -> {
            if (field >= 0) {
                Assignment assignment = assignment(names[field], column);
                decoders[field] = CellDecoders.of(
                                assignment.decoding(),
                                column.type().family(),
                                options.values().zone())
                        .orElse(null);
                looks[field] = check(assignment);
            }
        });
        repeatedKeys.forEach(field -> decoders[field] = decoders[0]);
        return new Shape(
                names,
                set,
                fields,
                constants,
                repeatedKeys.stream().mapToInt(i -> i).toArray(),
                joinFields,
                null,
                any(decoders) ? new DecodedRow(decoders, row) : null,
                any(looks) ? looks : null);
    }

    private boolean repeatsKey(String[] names, int field, @Nullable Integer other) {
        return other != null && other == 0 && matcher.sameKey(names[0], names[field]);
    }

    /** Returns how a column is filled, as it was planned or as it would have been for a field that was not seen then. */
    private Assignment assignment(String field, Column column) {
        return plan.columns().stream()
                .filter(known -> known.column().equals(column))
                .findFirst()
                .orElseGet(() -> new DecodingPlanner(options.values(), false, django, false)
                        .unseen(field, plan.target(), column));
    }

    /** Returns what looks at the values for a column, the same for rows of all shapes. */
    private @Nullable OtherKinds check(Assignment assignment) {
        for (OtherKinds known : checks) {
            if (known.column().equals(assignment.column())) {
                return known;
            }
        }
        OtherKinds made = OtherKinds.of(assignment).orElse(null);
        if (made != null && account != null) {
            checks.add(made);
            account.watch(made);
        }
        return made;
    }

    private static boolean any(@Nullable Object[] each) {
        return Arrays.stream(each).anyMatch(Objects::nonNull);
    }

    private int[] joinFields(String[] names) {
        int[] fields = new int[joins.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = List.of(names).indexOf(joins.get(i).field());
        }
        return fields;
    }

    private boolean isLeftOut(String field) {
        return plan.ignored().contains(field)
                || plan.joins().stream().map(ManyToMany::field).anyMatch(field::equals);
    }

    private @Nullable Misfit misfit(String field, List<Column> found, Map<Column, Integer> sources) {
        if (found.size() == 1) {
            return sources.containsKey(found.get(0))
                    ? new Misfit(found.get(0).name(), null, "two fields of this row go into the same column")
                    : null;
        }
        if (found.isEmpty() && (options.mapping().unknownColumns() == UnknownColumns.IGNORE || isNote(field))) {
            return null;
        }
        return new Misfit(
                field,
                null,
                (found.isEmpty() ? "the table has no such column" : "the field fits several columns")
                        + "; the field does not appear in the first rows, from which the plan was made");
    }

    private boolean isNote(String field) {
        return django && Survey.isNote(field);
    }

    /** Returns the set for these columns, whatever their order: rows that differ in nothing else share a batch. */
    private ColumnSet set(List<Column> columns, Account counted, String[] names, Map<Column, Integer> sources) {
        List<Column> key = new ArrayList<>(columns);
        key.sort(Comparator.comparingInt(Column::position));
        return sets.computeIfAbsent(
                key,
                k -> new ColumnSet(
                        plan.target(),
                        columns,
                        plan.conflict(),
                        counted,
                        plan.source(),
                        django,
                        fieldNames(columns, names, sources)));
    }

    private @Nullable String model() {
        return django ? plan.source() : null;
    }

    private static List<String> fieldNames(List<Column> columns, String[] names, Map<Column, Integer> sources) {
        return columns.stream()
                .map(column -> {
                    int field = sources.getOrDefault(column, -1);
                    return field < 0 ? "" : names[field];
                })
                .toList();
    }

    private static Constant constant(Object value) {
        ValueKind kind;
        String text = value.toString();
        if (value instanceof Boolean) {
            kind = ValueKind.BOOLEAN;
        } else if (value instanceof Number) {
            BigDecimal number = new BigDecimal(text);
            text = number.toPlainString();
            kind = number.scale() <= 0 ? ValueKind.INTEGER : ValueKind.DECIMAL;
        } else {
            kind = ValueKind.TEXT;
        }
        return new Constant(kind, text.getBytes(StandardCharsets.UTF_8));
    }
}
