package dev.restore.engine.keys;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.OtherKeys;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.RowBatch;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leads the references of rows of the backup to the rows that are there, where these were found by another key than the one that is
 * referred to. It learns from the rows that are loaded and replaces the references of rows before they are; a reference to a row
 * that comes later is right in the next reading of the backup. Used by the loading thread.
 */
public final class KeyFollowing {

    private static final String CARDINALITY_VIOLATION = "21000";

    private final FollowedKeys followed;
    private final boolean forward;
    private final RenamedKeys renamed = new RenamedKeys();
    private final BackupKeys known = new BackupKeys();
    private boolean allKnown;
    private boolean judging;
    private final Map<ColumnSet, Part> parts = new HashMap<>();
    private final Map<KeySpace, Long> led = new LinkedHashMap<>();

    public KeyFollowing(FollowedKeys followed) {
        this.followed = followed;
        this.forward = !followed.isEmpty() && followed.mayReferForward();
    }

    /** What is done with the rows of one column set. */
    private record Part(LoadTarget target, List<Reference> references, List<Own> own) {}

    /** A foreign key, and the cells that refer. */
    private record Reference(ForeignKey key, KeySpace space, List<Integer> cells, List<TypeFamily> families) {}

    /** A key that others refer to, its cells, and where they are among the followed columns. */
    private record Own(KeySpace space, List<Integer> cells, List<Integer> places, List<TypeFamily> families) {}

    /**
     * A row that cannot go in as it is.
     *
     * @param harmlessIfThere whether nothing is wrong with it when it is there and is left as it is
     */
    public record Refusal(String columns, String reason, boolean harmlessIfThere) {}

    /**
     * Rows whose references lead to what is there.
     *
     * @param rows the rows
     * @param refusals those that cannot go in, by their index
     */
    public record Led(RowBatch rows, Map<Integer, Refusal> refusals) {}

    public boolean isEmpty() {
        return followed.isEmpty();
    }

    /** Begins another reading of the backup. */
    public void begin() {
        renamed.begin();
        led.clear();
        // Where rows may refer to later ones, only a whole reading has seen all keys.
        judging = allKnown || !forward;
    }

    /** Returns whether a row that was refused may go in when the backup is read again, with what this reading has learned so far. */
    public boolean mayGoOn() {
        return forward && renamed.changed() && !renamed.full();
    }

    /** Ends a reading, and returns whether it must be done once more with what is known now. */
    public boolean settle() {
        allKnown = true;
        boolean different = renamed.settle();
        boolean unjudged = !judging && followed.spaces().stream().anyMatch(space -> renamed.count(space) > 0);
        return forward && (different || unjudged);
    }

    /** Returns what a loader for the rows of a set is to do. */
    public LoadTarget target(ColumnSet set) {
        return part(set).target;
    }

    private Part part(ColumnSet set) {
        return parts.computeIfAbsent(set, this::newPart);
    }

    private Part newPart(ColumnSet set) {
        LoadTarget target = set.target();
        List<String> columns = target.columns().stream().map(Column::name).toList();
        List<Reference> references = new ArrayList<>();
        for (ForeignKey key : followed.references(target.table())) {
            if (columns.containsAll(key.columns())) {
                List<Integer> cells =
                        key.columns().stream().map(columns::indexOf).toList();
                KeySpace space = new KeySpace(key.referencedTable(), key.referencedColumns());
                references.add(new Reference(key, space, cells, followed.families(space)));
            }
        }
        Set<Column> told = new LinkedHashSet<>();
        List<KeySpace> spaces = followed.held(target.table()).stream()
                .filter(space -> columns.containsAll(space.columns()))
                .toList();
        for (KeySpace space : spaces) {
            space.columns().forEach(name -> told.add(target.columns().get(columns.indexOf(name))));
        }
        List<Column> followedColumns = List.copyOf(told);
        List<Own> own = new ArrayList<>();
        for (KeySpace space : spaces) {
            List<Integer> cells = space.columns().stream().map(columns::indexOf).toList();
            List<Integer> places = cells.stream()
                    .map(target.columns()::get)
                    .map(followedColumns::indexOf)
                    .toList();
            own.add(new Own(space, cells, places, followed.families(space)));
        }
        return new Part(target.onConflict() == null ? target : target.following(followedColumns), references, own);
    }

    /** Replaces the references of the rows of a batch, as far as it is known what they are in the database. */
    public Led lead(ColumnSet set, RowBatch batch) {
        Part part = part(set);
        if (part.references.stream().allMatch(reference -> renamed.isEmpty(reference.space))) {
            return new Led(batch, Map.of());
        }
        Set<KeySpace> doubtful = new HashSet<>();
        if (judging) {
            part.references.stream()
                    .map(Reference::space)
                    .filter(space -> renamed.count(space) > 0)
                    .forEach(doubtful::add);
            if (!doubtful.isEmpty() && known.full()) {
                throw new LoadException(
                        full(
                                set,
                                batch,
                                0,
                                "rows are there under other keys, and which of the references may mean rows that the backup does not"
                                        + " hold cannot be told for so many rows in"),
                        false,
                        null);
            }
        }
        Map<Integer, Map<Integer, OneCell>> replaced = new HashMap<>();
        Map<Integer, Refusal> refusals = new HashMap<>();
        for (int row = 0; row < batch.size(); row++) {
            Map<Integer, OneCell> cells = replaced(part, batch, row, doubtful, refusals);
            if (!cells.isEmpty()) {
                replaced.put(row, cells);
            }
        }
        return new Led(replaced.isEmpty() ? batch : batch.with(replaced), refusals);
    }

    /**
     * Returns what stands in cells of a row instead, by column.
     *
     * @param doubtful the keys by which others than the rows of the backup cannot be referred to, because these are there under others
     */
    private Map<Integer, OneCell> replaced(
            Part part, RowBatch batch, int row, Set<KeySpace> doubtful, Map<Integer, Refusal> refusals) {
        Map<Integer, OneCell> cells = new HashMap<>(0);
        List<Reference> others = new ArrayList<>(0);
        for (Reference reference : part.references) {
            String key = key(reference.families, reference.cells, batch, row);
            if (key == null) {
                continue;
            }
            List<OneCell> found = renamed.find(reference.space, key);
            if (found == null) {
                others.add(reference);
                if (doubtful.contains(reference.space)
                        && !known.contains(reference.space, known(reference.families, key))) {
                    refusals.putIfAbsent(
                            row,
                            doubt(
                                    reference,
                                    "refers to a row that the backup does not hold, and what is there under that key may be"
                                            + " another one, as rows of the backup are there under other keys; take that row into"
                                            + " the backup, or tell rows apart by the key that is referred to"));
                }
                if (reference.families.stream().anyMatch(KeyText::collates)
                        && renamed.hasSimilar(reference.space, key)) {
                    refusals.put(
                            row,
                            refusal(
                                    reference,
                                    "refers to a row by another spelling of its key, and the row that is"
                                            + " there has another key"));
                }
                continue;
            }
            if (found.isEmpty()) {
                refusals.put(row, refusal(reference, "refers to a row that is missing or was rejected"));
                continue;
            }
            for (int i = 0; i < found.size(); i++) {
                int cell = reference.cells.get(i);
                OneCell before = cells.put(cell, found.get(i));
                if (before != null && !sameBytes(before, found.get(i))) {
                    refusals.put(
                            row,
                            refusal(
                                    reference,
                                    "refers to several rows by this column, which are there under"
                                            + " different keys"));
                }
            }
            led.merge(reference.space, 1L, Long::sum);
        }
        for (Reference other : others) {
            if (changes(other, cells, batch, row)) {
                refusals.put(
                        row,
                        refusal(
                                other,
                                "would refer to another row, because it shares a column with a reference to"
                                        + " a row that is there under another key"));
            }
        }
        return cells;
    }

    /** Returns a key as it is known, for whatever the database takes for equal. */
    private static String known(List<TypeFamily> families, String key) {
        return families.stream().anyMatch(KeyText::collates) ? KeyText.folded(key) : key;
    }

    private static Refusal refusal(Reference reference, String reason) {
        return new Refusal(String.join(", ", reference.key.columns()), reason + ": " + reference.key.describe(), false);
    }

    private static Refusal doubt(Reference reference, String reason) {
        Refusal refusal = refusal(reference, reason);
        return new Refusal(refusal.columns, refusal.reason, true);
    }

    private static boolean changes(Reference reference, Map<Integer, OneCell> cells, RowBatch batch, int row) {
        for (int i = 0; i < reference.cells.size(); i++) {
            int cell = reference.cells.get(i);
            OneCell other = cells.get(cell);
            if (other != null) {
                TypeFamily family = reference.families.get(i);
                String before = KeyText.of(family, batch, row, cell);
                if (!before.equals(KeyText.of(family, other, 0, 0))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean sameBytes(OneCell one, OneCell other) {
        return Arrays.equals(
                one.bytes(), one.start(0, 0), one.end(0, 0), other.bytes(), other.start(0, 0), other.end(0, 0));
    }

    /** Returns the text of a key, null when one of its cells is null: nothing refers to it then, nor it to anything. */
    private static @Nullable String key(List<TypeFamily> families, List<Integer> cells, Rows rows, int row) {
        List<String> values = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            if (Cells.isNull(rows, row, cells.get(i))) {
                return null;
            }
            values.add(KeyText.of(families.get(i), rows, row, cells.get(i)));
        }
        return KeyText.joined(values);
    }

    /**
     * Learns from rows that were loaded under which keys they are in the database.
     *
     * @throws ValueException when it cannot be said which row a reference to one of them means
     * @throws LoadException when there is no room to remember it
     */
    public void learn(ColumnSet set, RowBatch rows, int from, int to, Loaded loaded) throws ValueException {
        Part part = part(set);
        if (part.own.isEmpty()) {
            return;
        }
        OtherKeys others = loaded.others();
        Map<Integer, Integer> met = new HashMap<>();
        if (others != null) {
            for (int i = 0; i < others.rows().size(); i++) {
                met.put(from + others.rows().get(i), i);
            }
        }
        for (Own own : part.own) {
            boolean any = others != null || !renamed.isEmpty(own.space) || rows.original() != rows;
            for (int row = from; !allKnown && row < to; row++) {
                String key = key(own.families, own.cells, rows.original(), row);
                if (key != null) {
                    known.add(own.space, known(own.families, key));
                }
            }
            for (int row = from; any && row < to; row++) {
                learn(set, part, own, rows, row, others, met.get(row));
            }
        }
    }

    private void learn(
            ColumnSet set,
            Part part,
            Own own,
            RowBatch rows,
            int row,
            @Nullable OtherKeys others,
            @Nullable Integer met)
            throws ValueException {
        String key = key(own.families, own.cells, rows.original(), row);
        if (key == null) {
            return;
        }
        List<OneCell> there = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        Collection<Column> changed = part.target.changedColumns();
        for (int i = 0; i < own.cells.size(); i++) {
            int cell = own.cells.get(i);
            OneCell value = others == null
                            || met == null
                            || changed.contains(part.target.columns().get(cell))
                    ? copy(rows, row, cell)
                    : copy(others.keys(), met, own.places.get(i));
            there.add(value);
            texts.add(KeyText.of(own.families.get(i), value, 0, 0));
        }
        String text = KeyText.joined(texts);
        if (text.equals(key)) {
            require(renamed.keep(own.space, key), own, row);
            return;
        }
        for (int i = 0; i < own.cells.size(); i++) {
            if (!KeyText.comparable(own.families.get(i))) {
                throw new ValueException(
                        row,
                        own.cells.get(i),
                        "is there under another key, to which references cannot be led: keys of type "
                                + part.target.columns().get(own.cells.get(i)).type()
                                + " may be spelled in several ways",
                        CARDINALITY_VIOLATION);
            }
        }
        if (renamed.full()) {
            throw new LoadException(full(set, rows, row), false, null);
        }
        require(renamed.rename(own.space, key, text, there, collates(own)), own, row);
    }

    /**
     * Learns that a row was rejected: its number may be that of somebody else in the database.
     *
     * @throws LoadException when there is no room to remember it
     */
    public void lose(ColumnSet set, RowBatch rows, int row) {
        for (Own own : part(set).own) {
            String key = key(own.families, own.cells, rows.original(), row);
            if (key != null) {
                if (renamed.full()) {
                    throw new LoadException(full(set, rows, row), false, null);
                }
                renamed.lose(own.space, key, collates(own));
            }
        }
    }

    private RowError full(ColumnSet set, RowBatch rows, int row) {
        return full(
                set,
                rows,
                row,
                "more than " + renamed.held()
                        + " rows are there under other keys or were rejected, and references to so many cannot be followed in");
    }

    private static RowError full(ColumnSet set, RowBatch rows, int row, String what) {
        return new RowError(
                set.account().name(),
                rows.number(row),
                rows.location(row),
                rows.offset(row),
                null,
                null,
                what
                        + " this heap; give the JVM more (java -Xmx), restore fewer rows at a time (only, --only), or tell the"
                        + " rows apart by their primary key");
    }

    private static boolean collates(Own own) {
        return own.families.stream().anyMatch(KeyText::collates);
    }

    private static void require(boolean unambiguous, Own own, int row) throws ValueException {
        if (!unambiguous) {
            throw new ValueException(
                    row,
                    own.cells.get(0),
                    "stands for another row than an earlier one with the same key, so that references to "
                            + own.space.describe() + " are ambiguous",
                    CARDINALITY_VIOLATION);
        }
    }

    private static OneCell copy(Rows rows, int row, int column) {
        byte[] bytes = Arrays.copyOfRange(rows.bytes(), rows.start(row, column), rows.end(row, column));
        return new OneCell(rows.kind(row, column), bytes, 0, bytes.length);
    }

    /** Says for each key how many rows are there under another one and how many references were led to them. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (KeySpace space : renamed.spaces()) {
            long rows = renamed.count(space);
            long references = led.getOrDefault(space, 0L);
            if (rows > 0) {
                notes.add(rows + (rows == 1 ? " row" : " rows") + " of the backup for " + followed.spell(space)
                        + (rows == 1 ? " is" : " are") + " in the database under another key; " + references
                        + (references == 1 ? " reference was" : " references were") + " led there.");
            }
        }
        return notes;
    }

    /** Returns whether anything is done with the rows of a table. */
    public boolean touches(Table table) {
        return !followed.held(table).isEmpty() || !followed.references(table).isEmpty();
    }
}
