package dev.restore.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name its name as the catalog spells it
 * @param position its place in the table, from 1
 * @param type its type
 * @param nullable whether it takes NULL
 * @param hasDefault whether the database fills it when an insert leaves it out
 * @param generation how the database makes its values, if it does
 * @param sequence the sequence that hands out its values, or null where there is none or it has no name
 */
public record Column(
        String name,
        int position,
        ColumnType type,
        boolean nullable,
        boolean hasDefault,
        Generation generation,
        @Nullable Sequence sequence) {

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(generation, "generation");
    }

    /** How a database makes the values of a column. */
    public enum Generation {
        /** It does not. */
        NONE,
        /** An identity that gives way to an explicit value. */
        IDENTITY_BY_DEFAULT,
        /** An identity that refuses an explicit value unless it is overridden. */
        IDENTITY_ALWAYS,
        /** Computed from other columns: it takes no value at all. */
        COMPUTED
    }

    /** Equal columns have equal names, and a column is a key too often to look at all of it each time. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns whether rows must bring a value: neither null nor a default would do. */
    public boolean required() {
        return !nullable && !hasDefault && generation == Generation.NONE;
    }

    /** Returns whether an insert may name this column. */
    public boolean insertable() {
        return generation != Generation.COMPUTED;
    }

    /** Returns the same column, numbered by a sequence. */
    public Column numberedBy(Sequence numbers) {
        return new Column(name, position, type, nullable, hasDefault, generation, numbers);
    }

    /**
     * Returns whether a program draws its numbers from the sequence, and not the database. It may then use a block of them: as
     * many as the increment, up to the number that it has drawn or from it on (Hibernate's {@code PooledOptimizer} and
     * {@code PooledLoOptimizer} in {@code org.hibernate.id.enhanced}).
     */
    public boolean drawnByProgram() {
        return sequence != null && !hasDefault && generation == Generation.NONE;
    }

    /** Returns whether the database hands out numbers for it, which must stay ahead of the rows. */
    public boolean numbered() {
        return sequence != null
                || generation == Generation.IDENTITY_ALWAYS
                || generation == Generation.IDENTITY_BY_DEFAULT;
    }
}
