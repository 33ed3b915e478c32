package dev.restore.engine.stage;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.Column;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.plan.Decoding;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the backup with what its stage wants besides: its number, which fields it has, and the values of the natural keys by which it
 * refers to others in place of these. It is used again for the next row. Used by the reading thread.
 */
public final class StagedRow implements BackupRow {

    private final StagedTable table;
    private final TablePlan plan;
    private final ColumnMatcher matcher;
    private final List<Shape> shapes = new ArrayList<>();
    private @Nullable Shape shape;
    private @Nullable BackupRow row;
    private byte[] bytes = new byte[256];
    private ValueKind[] kinds = new ValueKind[16];
    private int[] starts = new int[17];
    private int cells;
    private BadRows.@Nullable Unfit unfit;

    /** How rows with certain fields are expanded. */
    private static final class Shape {
        final String[] fields;
        final String[] names;
        final int set;

        /** The field of each reference that may be written as a natural key, or -1. */
        final int[] references;

        /** The field of the primary key, or -1 where there is none or it has several. */
        final int key;

        Shape(String[] fields, String[] names, int set, int[] references, int key) {
            this.fields = fields;
            this.names = names;
            this.set = set;
            this.references = references;
            this.key = key;
        }
    }

    /**
     * Creates one.
     *
     * @param plan the plan of the table of the backup
     * @param matcher finds the columns of the table
     */
    public StagedRow(StagedTable table, TablePlan plan, ColumnMatcher matcher) {
        this.table = table;
        this.plan = plan;
        this.matcher = matcher;
    }

    /** Becomes what a row of the backup is in its stage. */
    public void of(BackupRow next) {
        row = next;
        unfit = null;
        cells = 0;
        starts[0] = 0;
        Shape known = shape(next);
        shape = known;
        long number = table.next();
        for (int i = 0; i < next.size(); i++) {
            boolean list = next.kind(i) == ValueKind.ARRAY && isReference(known, i);
            if (list) {
                add(OneCell.none());
            } else {
                add(next.kind(i), next.bytes(), next.start(i), next.end(i));
            }
        }
        add(ValueKind.INTEGER, Long.toString(number));
        add(ValueKind.INTEGER, Integer.toString(known.set));
        if (table.fresh()) {
            add(ValueKind.TEXT, UUID.randomUUID().toString());
        }
        if (known.key >= 0) {
            table.order().next(next, known.key);
        } else {
            table.order().lost();
        }
        for (int i = 0; i < known.references.length; i++) {
            values(next, known.references[i], table.references().get(i));
        }
        if (unfit == null) {
            unfit = table.unfit().orElse(null);
        }
    }

    /** Returns why the row cannot go on, empty where it can. */
    public Optional<BadRows.Unfit> unfit() {
        return Optional.ofNullable(unfit);
    }

    private void values(BackupRow next, int field, StagedReference reference) {
        int count = reference.values().size();
        List<OneCell> values = List.of();
        if (field >= 0 && next.kind(field) == ValueKind.ARRAY) {
            values = KeyList.values(next.bytes(), next.start(field), next.end(field));
            if (values.stream().allMatch(value -> value.kind() == ValueKind.NULL)) {
                unfit = wrong(reference, 0);
                values = List.of();
            } else if (values.size() != count) {
                unfit = wrong(reference, values.size());
                values = List.of();
            }
        }
        for (int i = 0; i < count; i++) {
            add(values.isEmpty() ? OneCell.none() : values.get(i));
        }
    }

    /** Returns what is wrong with a natural key of so many values. */
    public static BadRows.Unfit wrong(StagedReference reference, int values) {
        NaturalKey key = reference.reference().key();
        String column = reference.reference().column();
        return new BadRows.Unfit(
                column,
                "23503",
                "refers to " + key.table().name().name() + " by "
                        + (values == 0 ? "a list that holds no plain values" : "a natural key of " + values + " values")
                        + ", and rows of that are told apart by " + key.describe());
    }

    private boolean isReference(Shape known, int field) {
        for (int reference : known.references) {
            if (reference == field) {
                return true;
            }
        }
        return false;
    }

    private void add(OneCell cell) {
        add(cell.kind(), cell.bytes(), cell.start(0, 0), cell.end(0, 0));
    }

    private void add(ValueKind kind, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        add(kind, ascii, 0, ascii.length);
    }

    private void add(ValueKind kind, byte[] source, int start, int end) {
        int length = end - start;
        int from = starts[cells];
        if (from + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, from + length));
        }
        if (cells == kinds.length) {
            kinds = Arrays.copyOf(kinds, cells * 2);
            starts = Arrays.copyOf(starts, cells * 2 + 1);
        }
        System.arraycopy(source, start, bytes, from, length);
        kinds[cells] = kind;
        starts[++cells] = from + length;
    }

    @SuppressWarnings("ReferenceEquality") // the reader gives the same name as a rule; a different one is compared
    private Shape shape(BackupRow next) {
        for (Shape known : shapes) {
            boolean same = known.fields.length == next.size();
            for (int i = 0; same && i < known.fields.length; i++) {
                String name = next.name(i);
                same = known.fields[i] == name || known.fields[i].equals(name);
            }
            if (same) {
                return known;
            }
        }
        Shape made = make(next);
        shapes.add(made);
        return made;
    }

    private Shape make(BackupRow next) {
        int size = next.size();
        String[] fields = new String[size];
        for (int i = 0; i < size; i++) {
            fields[i] = next.name(i);
        }
        Set<Column> columns = new LinkedHashSet<>();
        Set<String> lists = new LinkedHashSet<>();
        List<StagedReference> references = table.references();
        int[] places = new int[references.size()];
        int key = -1;
        Arrays.fill(places, -1);
        for (int i = 0; i < size; i++) {
            String field = fields[i];
            if (plan.joins().stream().map(ManyToMany::field).anyMatch(field::equals)) {
                lists.add(field);
                continue;
            }
            List<Column> found = plan.ignored().contains(field) ? List.of() : matcher.match(field);
            if (found.size() == 1 && found.get(0).insertable()) {
                columns.add(found.get(0));
                if (isKey(field, found.get(0))) {
                    key = i;
                }
                for (int r = 0; r < places.length; r++) {
                    if (references
                            .get(r)
                            .reference()
                            .column()
                            .equals(found.get(0).name())) {
                        places[r] = i;
                    }
                }
            }
        }
        for (FixedValue fixed : plan.fixed()) {
            columns.add(fixed.column());
        }
        List<String> names = new ArrayList<>(List.of(fields));
        names.add(table.names().row());
        names.add(table.names().set());
        if (table.fresh()) {
            names.add(table.names().fresh());
        }
        references.forEach(reference -> names.addAll(reference.values()));
        return new Shape(
                fields,
                names.toArray(String[]::new),
                table.set(List.copyOf(columns), lists).number(),
                places,
                key);
    }

    /** Returns whether a column is the whole primary key, of whole numbers that the backup holds as they are. */
    private boolean isKey(String field, Column column) {
        return table.isPrimary(List.of(column.name()))
                && column.type().family() == TypeFamily.INTEGER
                && plan.columns().stream()
                        .noneMatch(assignment ->
                                assignment.field().equals(field) && assignment.decoding() != Decoding.NONE);
    }

    private BackupRow row() {
        BackupRow known = row;
        if (known == null) {
            throw new IllegalStateException("there is no row yet");
        }
        return known;
    }

    @Override
    public int size() {
        return cells;
    }

    @Override
    public String name(int field) {
        Shape known = shape;
        if (known == null) {
            throw new IllegalStateException("there is no row yet");
        }
        return known.names[field];
    }

    @Override
    public ValueKind kind(int field) {
        return kinds[field];
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int start(int field) {
        return starts[field];
    }

    @Override
    public int end(int field) {
        return starts[field + 1];
    }

    @Override
    public long number() {
        return row().number();
    }

    @Override
    public String location() {
        return row().location();
    }

    @Override
    public long offset() {
        return row().offset();
    }
}
