package dev.restore.engine.intake;

import dev.restore.catalog.ValueKind;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.value.DecodedRow;
import dev.restore.engine.value.OtherKinds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows with certain fields become cells. */
final class RowShape {

    /** The fields. */
    final String[] names;

    /** What the cells are for, null when only many-to-many lists are wanted. */
    final @Nullable ColumnSet set;

    /** Which field fills each cell, or -1 - n for the n-th constant. */
    final int[] fields;

    /** The values that the caller gave for columns that no field fills. */
    final List<Constant> constants;

    /** The fields that repeat the record's key, which is the first field. */
    final int[] repeatedKeys;

    /** Which field holds the list of each join, or -1. */
    final int[] joinFields;

    /** Why such rows do not fit the table, null where they do. */
    final @Nullable Misfit misfit;

    /** Decodes their values, null where all are what they look like. */
    final @Nullable DecodedRow decoded;

    /** Looks at the values of each field, null for those where there is nothing to look for; null for none at all. */
    final @Nullable OtherKinds @Nullable [] checks;

    RowShape(
            String[] names,
            @Nullable ColumnSet set,
            int[] fields,
            List<Constant> constants,
            int[] repeatedKeys,
            int[] joinFields,
            @Nullable Misfit misfit,
            @Nullable DecodedRow decoded,
            @Nullable OtherKinds @Nullable [] checks) {
        this.names = names;
        this.set = set;
        this.fields = fields;
        this.constants = constants;
        this.repeatedKeys = repeatedKeys;
        this.joinFields = joinFields;
        this.misfit = misfit;
        this.decoded = decoded;
        this.checks = checks;
    }

    /**
     * Returns one of rows that fill no cells; only their many-to-many lists are taken.
     *
     * @param misfit why they do not fit the table, null where nothing but the lists is wanted
     */
    static RowShape ofListsOnly(String[] names, int[] joinFields, @Nullable Misfit misfit) {
        return new RowShape(names, null, new int[0], List.of(), new int[0], joinFields, misfit, null, null);
    }

    /** A field or column for which rows do not fit the table, and the reason. */
    record Misfit(@Nullable String name, @Nullable String sqlState, String reason, boolean setAside) {
        Misfit(@Nullable String name, @Nullable String sqlState, String reason) {
            this(name, sqlState, reason, false);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, copied or shown
    record Constant(ValueKind kind, byte[] bytes) {}
}
