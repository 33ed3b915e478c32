package dev.restore.dialect;

import dev.restore.catalog.TableName;
import java.util.Objects;

/**
 * Something of a table that is dropped before its rows come and built again after them, within the transaction.
 *
 * @param table the table
 * @param kind what it is
 * @param name its name
 * @param reason why that pays, one clause, for the plan; the same for everything of a table
 */
public record Rebuilt(TableName table, Kind kind, String name, String reason) {

    public Rebuilt {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }

    /** What can be built again at once faster than it is kept up row by row. */
    public enum Kind {
        /** An index without a constraint. */
        INDEX("index"),
        /** A unique constraint with its index. */
        UNIQUE("unique constraint"),
        /** A foreign key. */
        FOREIGN_KEY("foreign key");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns the kind in words, for the plan. */
        @Override
        public String toString() {
            return words;
        }
    }
}
