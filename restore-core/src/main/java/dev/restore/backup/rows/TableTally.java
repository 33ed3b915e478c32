package dev.restore.backup.rows;

import dev.restore.backup.LeftOut;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey.Records;
import dev.restore.backup.reading.ChildTable;
import dev.restore.outcome.BackupFormatException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table during one reading: its name, one object for all rows, and how many rows it had so far in all its files. */
public final class TableTally {

    private final String name;
    private boolean wanted;
    private final boolean given;
    private final boolean takesChanges;
    private final @Nullable BitSet last;
    private long rows;
    private Records records = Records.ROWS;
    private boolean certain;
    private @Nullable String remark;

    private TableTally(
            String name, boolean wanted, boolean given, long rows, boolean takesChanges, @Nullable BitSet last) {
        this.name = name;
        this.wanted = wanted;
        this.given = given;
        this.rows = rows;
        this.takesChanges = takesChanges || last != null;
        this.last = last;
    }

    public String name() {
        return name;
    }

    /** Returns whether its rows are read: for themselves, or for the rows of other tables inside them. */
    public boolean wanted() {
        return wanted;
    }

    /** Says that its rows are not wanted any more. */
    public void enough() {
        wanted = false;
    }

    /** Returns whether its rows are given to who reads, rather than read only for the rows inside them. */
    boolean given() {
        return given;
    }

    /** Returns whether records that change its rows may be taken: what is read is looked at only, or the last states are known. */
    boolean takesChanges() {
        return takesChanges;
    }

    /** Returns whether the record counted last is the last state of its row; true where that is not asked. */
    boolean isState() {
        return last == null || last.get((int) Math.min(rows, Integer.MAX_VALUE));
    }

    /** Says what its records are. */
    void holds(Records what) {
        if (what.compareTo(records) > 0) {
            records = what;
        }
    }

    /** Returns what its records are, as far as they were read. */
    public Records records() {
        return records;
    }

    /** Says that it is a table by what the backup holds, whatever the target has. */
    void certain() {
        certain = true;
    }

    /** Returns whether it is a table by what the backup holds, whatever the target has. */
    public boolean isCertain() {
        return certain;
    }

    /** Says how it was read, where that is not obvious. */
    public void remark(String how) {
        remark = how;
    }

    /** Returns how it was read, null where that is obvious. */
    @Nullable
    public String remark() {
        return remark;
    }

    /** Returns how many rows it had so far. */
    long rows() {
        return rows;
    }

    /** Counts a row and returns its number. */
    long next() {
        return ++rows;
    }

    /** The tables of one reading, in the order in which they were met. */
    public static final class Register {
        private static final int MAX_LEFT_OUT = 10_000;

        private final Map<String, TableTally> tables = new LinkedHashMap<>();
        private final Predicate<String> given;
        private final Set<String> around;
        private final Map<String, Long> before;
        private final Map<String, LeftOut> leftOut = new LinkedHashMap<>();
        private final ReadLimits limits;
        private final boolean takesChanges;
        private final LastStates last;

        /**
         * Creates the tables of a reading.
         *
         * @param given the tables whose rows are given
         * @param children the tables whose rows stand inside the rows of others
         * @param before how many rows came before the place where it begins
         * @param limits how many tables there may be
         * @param takesChanges whether records that change rows are taken where their last states are not known, too
         * @param last the last states of rows
         */
        public Register(
                Predicate<String> given,
                List<ChildTable> children,
                Map<String, Long> before,
                ReadLimits limits,
                boolean takesChanges,
                LastStates last) {
            this.takesChanges = takesChanges;
            this.last = last;
            this.given = given;
            this.before = before;
            this.limits = limits;
            this.around = around(given, children);
            children.stream()
                    .filter(ChildTable::certain)
                    .forEach(child -> get(child.table()).certain());
        }

        /** Returns the tables whose rows have rows inside that are given, be it in rows inside. */
        private static Set<String> around(Predicate<String> given, List<ChildTable> children) {
            Set<String> around = new HashSet<>();
            boolean more = true;
            while (more) {
                more = false;
                for (ChildTable child : children) {
                    more |= (given.test(child.table()) || around.contains(child.table())) && around.add(child.parent());
                }
            }
            return around;
        }

        /** Returns how many rows each table had so far. */
        public Map<String, Long> rows() {
            Map<String, Long> rows = new HashMap<>(before);
            tables.forEach((name, tally) -> rows.put(name, tally.rows()));
            return rows;
        }

        public TableTally get(String name) {
            TableTally known = tables.get(name);
            if (known == null) {
                if (tables.size() == limits.names()) {
                    throw new BackupFormatException(
                            "has more than " + limits.names() + " tables" + ReadLimits.raise("names")
                                    + "; give the JVM more heap",
                            null);
                }
                known = new TableTally(
                        name,
                        wants(name),
                        given.test(name),
                        before.getOrDefault(name, 0L),
                        takesChanges,
                        last.of(name));
                tables.put(name, known);
            }
            return known;
        }

        /** Returns whether the rows of a table are wanted, without taking it for one. */
        boolean wants(String name) {
            return given.test(name) || around.contains(name);
        }

        public Iterable<TableTally> all() {
            return tables.values();
        }

        /**
         * Notes that a field of an object of tables is none.
         *
         * @param what what it is, a phrase
         * @return whether there is room for more
         */
        boolean leaveOut(String name, String what) {
            leftOut.putIfAbsent(name, new LeftOut(name, what, List.of(name)));
            return leftOut.size() < MAX_LEFT_OUT;
        }

        /** Says of something beside the tables what matters more than that it is left out. */
        void warn(String name, String what) {
            leftOut.put(name, new LeftOut(name, what, List.of(name)));
        }

        /** Returns what is not a table in the objects of tables that were read. */
        public Collection<LeftOut> leftOut() {
            return leftOut.values();
        }
    }
}
