package dev.restore.engine.intake;

import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.CellDecoders;
import dev.restore.engine.value.DecodedRow;
import dev.restore.engine.value.DecodingPlanner;
import dev.restore.engine.value.OtherKinds;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import dev.restore.plan.UnknownColumns;
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
 * Knows the shapes of the rows of one table of the backup. Rows with the same fields in the same order are of one shape; shapes with
 * the same columns share a batch. Used by the reading thread.
 */
final class RowShapes {

    /** Where fields are names that never come again, shapes are not worth remembering. */
    private static final int MAX_SHAPES = 1000;

    private final TablePlan plan;
    private final RestoreOptions options;
    private final ColumnMatcher matcher;
    private final boolean django;
    private final @Nullable Account account;
    private final List<JoinIntake> joins;
    private final List<RowShape> shapes = new ArrayList<>();
    private final Map<List<Column>, ColumnSet> sets = new HashMap<>();
    private final List<OtherKinds> checks = new ArrayList<>();

    private @Nullable RowShape last;

    RowShapes(
            TablePlan plan,
            RestoreOptions options,
            boolean django,
            ColumnMatcher matcher,
            @Nullable Account account,
            List<JoinIntake> joins) {
        this.plan = plan;
        this.options = options;
        this.django = django;
        this.matcher = matcher;
        this.account = account;
        this.joins = joins;
    }

    RowShape of(BackupRow row) {
        RowShape candidate = last;
        if (candidate != null && fits(candidate, row)) {
            return candidate;
        }
        for (RowShape known : shapes) {
            if (fits(known, row)) {
                last = known;
                return known;
            }
        }
        RowShape made = make(row);
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
    private static boolean fits(RowShape shape, BackupRow row) {
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

    private RowShape make(BackupRow row) {
        String[] names = new String[row.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = row.name(i);
        }
        int[] joinFields = joinFields(names);
        Account counted = account;
        if (counted == null) {
            return RowShape.ofListsOnly(names, joinFields, null);
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
            RowShape.Misfit misfit = misfit(names[i], found, sources);
            if (misfit != null) {
                return RowShape.ofListsOnly(names, joinFields, misfit);
            }
            if (!found.isEmpty() && found.get(0).insertable()) {
                sources.put(found.get(0), i);
                columns.add(found.get(0));
            }
        }
        List<RowShape.Constant> constants = constants(sources, columns);
        ColumnSet set = set(columns, counted, names, sources);
        int[] fields = set.target().columns().stream()
                .mapToInt(column -> sources.getOrDefault(column, 0))
                .toArray();
        @Nullable CellDecoder[] decoders = new CellDecoder[names.length];
        @Nullable OtherKinds[] looks = new OtherKinds[names.length];
        sources.forEach((column, field) -> {
            if (field >= 0) {
                Assignment assignment = assignment(names[field], column);
                decoders[field] = decoder(assignment, column);
                looks[field] = check(assignment);
            }
        });
        repeatedKeys.forEach(field -> decoders[field] = decoders[0]);
        return new RowShape(
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

    /** Returns what stands in the columns that no field fills, and takes these among the columns. */
    private List<RowShape.Constant> constants(Map<Column, Integer> sources, List<Column> columns) {
        List<RowShape.Constant> constants = new ArrayList<>();
        for (FixedValue fixed : plan.fixed()) {
            if (!sources.containsKey(fixed.column())) {
                constants.add(constant(fixed.value()));
                sources.put(fixed.column(), -constants.size());
                columns.add(fixed.column());
            }
        }
        return constants;
    }

    private @Nullable CellDecoder decoder(Assignment assignment, Column column) {
        return CellDecoders.of(
                        assignment.decoding(),
                        column.type().family(),
                        options.values().zone())
                .orElse(null);
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

    private RowShape.@Nullable Misfit misfit(String field, List<Column> found, Map<Column, Integer> sources) {
        if (found.size() == 1) {
            return sources.containsKey(found.get(0))
                    ? new RowShape.Misfit(found.get(0).name(), null, "two fields of this row go into the same column")
                    : null;
        }
        if (found.isEmpty() && (options.mapping().unknownColumns() == UnknownColumns.IGNORE || isNote(field))) {
            return null;
        }
        return new RowShape.Misfit(
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

    private static List<String> fieldNames(List<Column> columns, String[] names, Map<Column, Integer> sources) {
        return columns.stream()
                .map(column -> {
                    int field = sources.getOrDefault(column, -1);
                    return field < 0 ? "" : names[field];
                })
                .toList();
    }

    private static RowShape.Constant constant(@Nullable Object value) {
        if (value == null) {
            return new RowShape.Constant(ValueKind.NULL, new byte[0]);
        }
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
        return new RowShape.Constant(kind, text.getBytes(StandardCharsets.UTF_8));
    }
}
