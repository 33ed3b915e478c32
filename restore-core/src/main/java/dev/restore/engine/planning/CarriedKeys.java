package dev.restore.engine.planning;

import dev.restore.catalog.Column;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.NaturalKeys.Found;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.FixedValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The natural keys whose columns the rows of the backup carry: no others tell which rows of the target they are. */
final class CarriedKeys {

    private final NaturalKeys keys;
    private final Map<TableName, Set<String>> carried = new HashMap<>();

    CarriedKeys(NaturalKeys keys, List<TablePlan> plans) {
        this.keys = keys;
        for (TablePlan plan : plans) {
            Stream.concat(
                            plan.columns().stream().map(Assignment::column),
                            plan.fixed().stream().map(FixedValue::column))
                    .map(Column::name)
                    .forEach(carried.computeIfAbsent(plan.target().name(), name -> new HashSet<>())::add);
        }
    }

    /** Returns the natural key by which the rows of a table are found, empty where none is known. */
    Optional<Found> of(Table table) {
        return keys.of(table).filter(found -> isCarried(table, found.key()));
    }

    /** Returns the natural key that was declared for a table and that its rows do not carry. */
    Optional<NaturalKey> missing(Table table) {
        return keys.of(table)
                .filter(found -> found.origin() == NaturalKeys.Origin.DECLARED)
                .map(Found::key)
                .filter(key -> !isCarried(table, key));
    }

    /** Returns the keys of which each could be the natural key of a table that has none, and of which none is more likely than others. */
    List<NaturalKey> candidates(Table table) {
        return NaturalKeys.isNumbered(table) && keys.of(table).isEmpty()
                ? keys.candidates(table).stream()
                        .filter(key -> isCarried(table, key))
                        .toList()
                : List.of();
    }

    /** Rows that lists of other tables become carry what they consist of. */
    private boolean isCarried(Table table, NaturalKey key) {
        Set<String> columns = carried.get(table.name());
        return columns == null || columns.containsAll(key.columns());
    }
}
