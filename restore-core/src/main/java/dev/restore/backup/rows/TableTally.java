package dev.restore.backup.rows;

import dev.restore.backup.LeftOut;
import dev.restore.backup.ReadLimits;
import dev.restore.outcome.BackupFormatException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table during one reading: its name, one object for all rows, and how many rows it had so far in all its files. */
public final class TableTally {

    private final String name;
    private final boolean wanted;
    private long rows;
    private boolean certain;
    private @Nullable String remark;

    private TableTally(String name, boolean wanted, long rows) {
        this.name = name;
        this.wanted = wanted;
        this.rows = rows;
    }

    public String name() {
        return name;
    }

    public boolean wanted() {
        return wanted;
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
        private final Predicate<String> wanted;
        private final Map<String, Long> before;
        private final Map<String, LeftOut> leftOut = new LinkedHashMap<>();
        private final ReadLimits limits;

        /**
         * Creates the tables of a reading.
         *
         * @param before how many rows came before the place where it begins
         * @param limits how many tables there may be
         */
        public Register(Predicate<String> wanted, Map<String, Long> before, ReadLimits limits) {
            this.wanted = wanted;
            this.before = before;
            this.limits = limits;
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
                known = new TableTally(name, wanted.test(name), before.getOrDefault(name, 0L));
                tables.put(name, known);
            }
            return known;
        }

        /** Returns whether the rows of a table are wanted, without taking it for one. */
        boolean wants(String name) {
            return wanted.test(name);
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
