package dev.restore.engine.options;

import dev.restore.plan.BinaryText;
import dev.restore.plan.EpochUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What values of the backup mean where that is not certain. A value: each method returns a new one.
 *
 * @param strictTypes whether a value that the database would keep although its column is declared for another kind is an error of
 *     the row; otherwise such values are counted in a warning
 * @param binaryText how all columns of bytes are written, null for what their texts show
 * @param binaryTexts the same for single columns, by {@code table.column} of the target
 * @param epochUnit what numbers count in all columns of days and times, null for seconds or milliseconds by their size
 * @param epochUnits the same for single columns, by {@code table.column} of the target
 */
public record ValueRules(
        boolean strictTypes,
        @Nullable BinaryText binaryText,
        Map<String, BinaryText> binaryTexts,
        @Nullable EpochUnit epochUnit,
        Map<String, EpochUnit> epochUnits) {

    private static final ValueRules NONE = new ValueRules(false, null, Map.of(), null, Map.of());

    public ValueRules {
        binaryTexts = Map.copyOf(binaryTexts);
        epochUnits = Map.copyOf(epochUnits);
    }

    /** Returns the rules that say nothing. */
    public static ValueRules none() {
        return NONE;
    }

    /** Makes values of another kind than their column is declared for errors, or not. */
    public ValueRules strictTypes(boolean strict) {
        return new ValueRules(strict, binaryText, binaryTexts, epochUnit, epochUnits);
    }

    /** Says how all columns of bytes are written. */
    public ValueRules binaryText(BinaryText text) {
        return new ValueRules(strictTypes, text, binaryTexts, epochUnit, epochUnits);
    }

    /** Says how one column of bytes is written. */
    public ValueRules binaryText(String table, String column, BinaryText text) {
        Map<String, BinaryText> texts = new HashMap<>(binaryTexts);
        texts.put(table + "." + column, text);
        return new ValueRules(strictTypes, binaryText, texts, epochUnit, epochUnits);
    }

    /** Says what numbers count in all columns of days and times. */
    public ValueRules epochUnit(EpochUnit unit) {
        return new ValueRules(strictTypes, binaryText, binaryTexts, unit, epochUnits);
    }

    /** Says what numbers count in one column of days or times. */
    public ValueRules epochUnit(String table, String column, EpochUnit unit) {
        Map<String, EpochUnit> units = new HashMap<>(epochUnits);
        units.put(table + "." + column, unit);
        return new ValueRules(strictTypes, binaryText, binaryTexts, epochUnit, units);
    }
}
