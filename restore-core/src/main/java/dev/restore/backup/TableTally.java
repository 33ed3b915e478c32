package dev.restore.backup;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A table during one reading: its name, one object for all rows, and how many rows it had so far in all its files. */
final class TableTally {

    private final String name;
    private final boolean wanted;
    private long rows;

    private TableTally(String name, boolean wanted, long rows) {
        this.name = name;
        this.wanted = wanted;
        this.rows = rows;
    }

    String name() {
        return name;
    }

    boolean wanted() {
        return wanted;
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
    static final class Register {
        private final Map<String, TableTally> tables = new LinkedHashMap<>();
        private final Predicate<String> wanted;
        private final Map<String, Long> before;

        /**
         * Creates the tables of a reading.
         *
         * @param before how many rows came before the place where it begins
         */
        Register(Predicate<String> wanted, Map<String, Long> before) {
            this.wanted = wanted;
            this.before = before;
        }

        /** Returns how many rows each table had so far. */
        Map<String, Long> rows() {
            Map<String, Long> rows = new HashMap<>(before);
            tables.forEach((name, tally) -> rows.put(name, tally.rows()));
            return rows;
        }

        TableTally get(String name) {
            TableTally known = tables.get(name);
            if (known == null) {
                known = new TableTally(name, wanted.test(name), before.getOrDefault(name, 0L));
                tables.put(name, known);
            }
            return known;
        }

        Iterable<String> names() {
            return tables.keySet();
        }
    }
}
