package dev.restore.engine.stage;

import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.plan.TablePlan.ManyToMany;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an element of a many-to-many list becomes in the stage of its join table: its number, that of the row that has the list, and the
 * key that it is or the values of the natural key that stands for one. Used by the reading thread.
 */
public final class StagedList {

    private final StagedTable owner;
    private final StagedTable join;
    private BadRows.@Nullable Unfit unfit;

    /**
     * Creates one.
     *
     * @param owner the table whose rows have the lists
     * @param join the join table
     */
    public StagedList(StagedTable owner, StagedTable join) {
        this.owner = owner;
        this.join = join;
    }

    /** Returns what a batch of elements is for. */
    public ColumnSet set(ManyToMany list, Account account) {
        List<Column> columns = new ArrayList<>();
        columns.add(column(join.names().row()));
        columns.add(column(join.names().set()));
        columns.add(column(join.names().owner()));
        columns.add(column(list.element().name()));
        join.references().forEach(reference -> reference.values().forEach(value -> columns.add(column(value))));
        List<String> fields = columns.stream()
                .map(column -> column.name().equals(list.element().name()) ? column.name() : "")
                .toList();
        join.set(List.of(list.owner(), list.element()), Set.of());
        return new ColumnSet(join.stage(), columns, null, account, account.name(), true, fields);
    }

    private Column column(String name) {
        return join.stage().column(name).orElseThrow();
    }

    /**
     * Returns the cells of the next element.
     *
     * @param natural whether it is a natural key
     * @param values its values, one unless it is a natural key
     */
    public List<OneCell> cells(boolean natural, List<OneCell> values) {
        unfit = null;
        long number = join.next();
        List<OneCell> cells = new ArrayList<>();
        cells.add(number(number));
        cells.add(number(0));
        cells.add(number(owner.rows()));
        cells.add(natural ? OneCell.none() : values.get(0));
        if (natural && join.references().isEmpty()) {
            unfit = new BadRows.Unfit(
                    null, "23503", "an element is a natural key, and none is known for the rows that it leads to");
        }
        for (StagedReference reference : join.references()) {
            int count = reference.values().size();
            if (natural && values.stream().allMatch(value -> value.kind() == ValueKind.NULL)) {
                unfit = StagedRow.wrong(reference, 0);
            } else if (natural && values.size() != count) {
                unfit = StagedRow.wrong(reference, values.size());
            }
            for (int i = 0; i < count; i++) {
                cells.add(natural && unfit == null ? values.get(i) : OneCell.none());
            }
        }
        if (unfit == null) {
            unfit = join.unfit().orElse(null);
        }
        return cells;
    }

    /** Returns why the last element cannot go on, empty where it can. */
    public Optional<BadRows.Unfit> unfit() {
        return Optional.ofNullable(unfit);
    }

    private static OneCell number(long number) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        return new OneCell(ValueKind.INTEGER, digits, 0, digits.length);
    }
}
