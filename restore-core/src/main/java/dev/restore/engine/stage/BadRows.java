package dev.restore.engine.stage;

import dev.restore.catalog.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that were found to be bad once all were read: the next reading refuses each of them at its own place in the backup. Filled
 * and read by turns, never at once.
 */
public final class BadRows {

    private final Map<TableName, Map<Long, Unfit>> byTable = new HashMap<>();
    private int size;

    /** Creates one without rows. */
    public BadRows() {}

    /**
     * Why a row does not fit.
     *
     * @param column the column, null where it is none in particular
     * @param sqlState what a database would say, null where it would say nothing
     * @param reason a clause
     * @param setAside whether the row is set aside even where bad rows end the run
     */
    public record Unfit(@Nullable String column, @Nullable String sqlState, String reason, boolean setAside) {
        /** Creates one of a row that is bad like any other. */
        public Unfit(@Nullable String column, @Nullable String sqlState, String reason) {
            this(column, sqlState, reason, false);
        }
    }

    /**
     * Adds a row, unless it is known.
     *
     * @param table the table that it should go into
     * @param row its number among the rows that were taken for the table
     */
    public void add(TableName table, long row, Unfit why) {
        if (byTable.computeIfAbsent(table, name -> new HashMap<>()).putIfAbsent(row, why) == null) {
            size++;
        }
    }

    /** Returns those that are not set aside, whatever happens to the others. */
    public BadRows notSetAside() {
        BadRows others = new BadRows();
        byTable.forEach((table, rows) -> rows.forEach((row, why) -> {
            if (!why.setAside()) {
                others.add(table, row, why);
            }
        }));
        return others;
    }

    /** Returns why a row is bad, empty where it is not. */
    Optional<Unfit> of(TableName table, long row) {
        return Optional.ofNullable(byTable.getOrDefault(table, Map.of()).get(row));
    }

    /** Returns how many there are. */
    public int size() {
        return size;
    }
}
