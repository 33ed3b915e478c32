package dev.restore.backup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A table during one reading: its name, one object for all rows, and how many rows it had so far in all its files. */
final class TableTally {

    private final String name;
    private final boolean wanted;
    private long rows;

    private TableTally(String name, boolean wanted) {
        this.name = name;
        this.wanted = wanted;
    }

    String name() {
        return name;
    }

    boolean wanted() {
        return wanted;
    }

    /** Counts a row and returns its number. */
    long next() {
        return ++rows;
    }

    /** The tables of one reading, in the order in which they were met. */
    static final class Register {
        private final Map<String, TableTally> tables = new LinkedHashMap<>();
        private final Predicate<String> wanted;

        Register(Predicate<String> wanted) {
            this.wanted = wanted;
        }

        TableTally get(String name) {
            TableTally known = tables.get(name);
            if (known == null) {
                known = new TableTally(name, wanted.test(name));
                tables.put(name, known);
            }
            return known;
        }

        Iterable<String> names() {
            return tables.keySet();
        }
    }
}
