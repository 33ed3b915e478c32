package dev.restore.engine.options;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a database are written. Immutable.
 *
 * @param schema the schema whose tables are written; null, the default, for the connection's own
 * @param only patterns of the tables to write; empty, the default, for all. {@code *} stands for any characters, {@code ?} for one, and
 *     case does not matter
 * @param except patterns of the tables to leave out; by default none
 * @param conditions conditions in SQL that rows must meet, by patterns of tables; by default none
 */
public record BackupSelection(
        @Nullable String schema, Set<String> only, Set<String> except, Map<String, String> conditions) {

    private static final BackupSelection DEFAULTS = new BackupSelection(null, Set.of(), Set.of(), Map.of());

    /**
     * Checks the patterns.
     *
     * @throws IllegalArgumentException if a pattern or condition is blank
     */
    public BackupSelection {
        only = InOrder.copy(only);
        except = InOrder.copy(except);
        conditions = InOrder.copy(conditions);
        only.forEach(pattern -> requireText("a pattern of only", pattern));
        except.forEach(pattern -> requireText("a pattern of except", pattern));
        conditions.forEach((table, condition) -> {
            requireText("the table of a condition", table);
            requireText("the condition for " + table, condition);
        });
    }

    private static void requireText(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }

    /** Returns all tables and rows of the connection's schema. */
    public static BackupSelection defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #schema}. */
    public BackupSelection schema(String value) {
        return new BackupSelection(value, only, except, conditions);
    }

    /** Adds to {@link #only}. */
    public BackupSelection only(Collection<String> patterns) {
        return new BackupSelection(schema, InOrder.with(only, patterns), except, conditions);
    }

    /** Adds to {@link #except}. */
    public BackupSelection except(Collection<String> patterns) {
        return new BackupSelection(schema, only, InOrder.with(except, patterns), conditions);
    }

    /** Adds to {@link #conditions}. */
    public BackupSelection condition(String table, String condition) {
        return new BackupSelection(schema, only, except, InOrder.with(conditions, table, condition));
    }
}
