package dev.restore.engine.stage;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.Staging.Draft;
import dev.restore.plan.MergePlan.KeyReference;
import dev.restore.plan.MergePlan.Match;
import dev.restore.plan.MergePlan.TableMerge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table, the temporary one in which its rows wait, and what is known of these. One reading thread fills it. */
public final class StagedTable {

    private final TableMerge merge;
    private final StageNames names;
    private final boolean fresh;
    private final @Nullable ForeignKey owner;
    private final List<StagedReference> references = new ArrayList<>();
    private final Map<Set<String>, RowSet> sets = new LinkedHashMap<>();
    private final BadRows bad;
    private @Nullable Table stage;
    private final Map<Column, String> template = new LinkedHashMap<>();
    private final KeyOrder order = new KeyOrder();
    private volatile long rows;
    private long created;
    private long found;

    /**
     * Creates one.
     *
     * @param owner the reference to the rows whose lists its rows come from, null where they are rows of their own
     * @param bad the rows that are known to be bad
     */
    public StagedTable(TableMerge merge, @Nullable ForeignKey owner, BadRows bad) {
        this.merge = merge;
        this.names = StageNames.beside(merge.table());
        this.owner = owner;
        this.fresh = mayNeedUuid();
        this.bad = bad;
        for (KeyReference reference : merge.references()) {
            List<String> values = new ArrayList<>();
            int number = references.size();
            int count = reference.key().values().orElseThrow().size();
            for (int i = 0; i < count; i++) {
                values.add(names.value(number, i));
            }
            references.add(new StagedReference(reference, values));
        }
    }

    /** Returns the table. */
    public Table target() {
        return merge.table();
    }

    /** Returns what is decided for it. */
    public TableMerge merge() {
        return merge;
    }

    /** Returns the names of what its stage has beside its columns. */
    public StageNames names() {
        return names;
    }

    /** Returns whether its rows bring a key that is free if they need one. */
    public boolean fresh() {
        return fresh;
    }

    private boolean mayNeedUuid() {
        List<Column> primary = primaryKey();
        return (merge.match() == Match.NATURAL_KEY || merge.match() == Match.NEW || merge.fresh())
                && primary.size() == 1
                && primary.get(0).type().family() == TypeFamily.UUID;
    }

    /** Returns the reference to the rows whose lists its rows come from, empty where they are rows of their own. */
    public Optional<ForeignKey> owner() {
        return Optional.ofNullable(owner);
    }

    /** Returns its references that may be written as natural keys. */
    public List<StagedReference> references() {
        return references;
    }

    /** Returns the reference of a foreign key that may be written as a natural key, empty where it may not. */
    public Optional<StagedReference> reference(ForeignKey key) {
        return references.stream()
                .filter(reference -> reference.reference().through().equals(key))
                .findFirst();
    }

    /** Returns the columns of its stage. */
    public List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        drafts.add(Draft.row(names.row()));
        drafts.add(Draft.number(names.set()));
        if (owner != null) {
            drafts.add(Draft.number(names.owner()));
        }
        for (Column column : target().insertableColumns()) {
            drafts.add(Draft.like(column.name(), target(), column));
        }
        if (fresh) {
            drafts.add(Draft.like(names.fresh(), target(), primaryKey().get(0)));
        }
        for (StagedReference reference : references) {
            List<NaturalKey.Value> values = reference.keyValues();
            for (int i = 0; i < values.size(); i++) {
                drafts.add(Draft.like(
                        reference.values().get(i),
                        values.get(i).table(),
                        values.get(i).column()));
            }
        }
        return drafts;
    }

    /** Returns the columns of the primary key, none where there is none. */
    public List<Column> primaryKey() {
        return target().primaryKey()
                .map(key -> key.columns().stream()
                        .map(name -> target().column(name).orElseThrow())
                        .toList())
                .orElse(List.of());
    }

    /** Returns whether columns are those of the whole primary key. */
    public boolean isPrimary(List<String> columns) {
        List<Column> primary = primaryKey();
        return primary.size() == columns.size()
                && primary.stream().map(Column::name).toList().containsAll(columns);
    }

    /** Returns whether the whole primary key is among columns, which then tell of which row they are. */
    public boolean holdPrimary(List<String> columns) {
        return columns.containsAll(primaryKey().stream().map(Column::name).toList());
    }

    /** Returns whether no two of its rows can have the same primary key, for all that was seen as they came. Called when all are read. */
    public boolean hasDistinctKeys() {
        return order.isAscending();
    }

    /** Returns what sees the keys of its rows as they come. */
    KeyOrder order() {
        return order;
    }

    /** Learns its stage, which has the primary key of its table as far as anyone needs to know. */
    public void stage(Table created) {
        stage = new Table(
                created.name(),
                created.kind(),
                created.columns(),
                target().keys().stream().filter(key -> key.primary()).toList(),
                List.of(),
                List.of(),
                null);
    }

    /** Returns its stage. */
    public Table stage() {
        Table known = stage;
        if (known == null) {
            throw new IllegalStateException("there is no stage for " + target().name() + " yet");
        }
        return known;
    }

    /** Counts a row and returns its number, from 1. Called by the reading thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public long next() {
        return ++rows;
    }

    /** Counts rows that are created and not read. Called when all are read. */
    public void create(long more) {
        created += more;
    }

    /** Takes rows off those that are created, because they are rows that are there or in the backup. Called when all are read. */
    public void found(long rowsFound) {
        found += rowsFound;
    }

    /** Returns how many rows are created and not read. */
    public long created() {
        return created - found;
    }

    /** Returns how many rows were to be created and are rows that are there or in the backup. */
    public long found() {
        return found;
    }

    /** Returns the highest number that a row has. */
    public long all() {
        return rows + created;
    }

    /** Returns what created rows have in columns that nothing else fills, as literals of SQL. */
    public Map<Column, String> template() {
        return template;
    }

    /** Returns why the row that was counted last is bad, empty where it is not known to be. */
    public Optional<BadRows.Unfit> unfit() {
        return bad.of(target().name(), rows);
    }

    /** Returns the number of the row that was counted last. */
    public long rows() {
        return rows;
    }

    /** Returns the set of rows with these fields. Called by the reading thread. */
    public synchronized RowSet set(List<Column> columns, Set<String> lists) {
        Set<String> key = new HashSet<>(lists.size() + columns.size());
        columns.forEach(column -> key.add(column.name()));
        lists.forEach(list -> key.add("." + list));
        return sets.computeIfAbsent(key, fields -> new RowSet(sets.size(), columns, lists));
    }

    /** Returns all sets of its rows. Called when all are read. */
    public synchronized List<RowSet> sets() {
        return List.copyOf(sets.values());
    }
}
