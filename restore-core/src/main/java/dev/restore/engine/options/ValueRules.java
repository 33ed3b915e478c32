package dev.restore.engine.options;

import dev.restore.plan.BinaryText;
import dev.restore.plan.EpochUnit;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What values of the backup mean where that is not certain. Immutable.
 *
 * @param zone the zone of times without one; by default UTC
 * @param strictTypes whether a value that the database would keep although its column is declared for another kind is an error of
 *     the row; otherwise, the default, such values are counted in a warning
 * @param binaryText how all columns of bytes are written; null, the default, for what their texts show
 * @param binaryTexts the same for single columns, by {@code table.column} of the target
 * @param epochUnit what numbers count in all columns of days and times; null, the default, for seconds or milliseconds by their size
 * @param epochUnits the same for single columns, by {@code table.column} of the target
 */
public record ValueRules(
        ZoneId zone,
        boolean strictTypes,
        @Nullable BinaryText binaryText,
        Map<String, BinaryText> binaryTexts,
        @Nullable EpochUnit epochUnit,
        Map<String, EpochUnit> epochUnits) {

    private static final ValueRules DEFAULTS = new ValueRules(ZoneOffset.UTC, false, null, Map.of(), null, Map.of());

    public ValueRules {
        Objects.requireNonNull(zone, "zone");
        binaryTexts = InOrder.copy(binaryTexts);
        epochUnits = InOrder.copy(epochUnits);
    }

    /** Returns the rules that leave it to the values and to UTC. */
    public static ValueRules defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #zone}. */
    public ValueRules zone(ZoneId value) {
        return new ValueRules(value, strictTypes, binaryText, binaryTexts, epochUnit, epochUnits);
    }

    /** Sets {@link #strictTypes}. */
    public ValueRules strictTypes(boolean value) {
        return new ValueRules(zone, value, binaryText, binaryTexts, epochUnit, epochUnits);
    }

    /** Sets {@link #binaryText}. */
    public ValueRules binaryText(BinaryText value) {
        return new ValueRules(zone, strictTypes, value, binaryTexts, epochUnit, epochUnits);
    }

    /** Adds to {@link #binaryTexts}. */
    public ValueRules binaryText(String table, String column, BinaryText value) {
        Map<String, BinaryText> texts = InOrder.with(binaryTexts, table + "." + column, value);
        return new ValueRules(zone, strictTypes, binaryText, texts, epochUnit, epochUnits);
    }

    /** Sets {@link #epochUnit}. */
    public ValueRules epochUnit(EpochUnit value) {
        return new ValueRules(zone, strictTypes, binaryText, binaryTexts, value, epochUnits);
    }

    /** Adds to {@link #epochUnits}. */
    public ValueRules epochUnit(String table, String column, EpochUnit value) {
        Map<String, EpochUnit> units = InOrder.with(epochUnits, table + "." + column, value);
        return new ValueRules(zone, strictTypes, binaryText, binaryTexts, epochUnit, units);
    }
}
