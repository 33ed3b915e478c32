package dev.restore.engine.planning;

import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.OnConflict;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.options.TargetRows;
import dev.restore.outcome.Problem;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.TablePlan.ConflictRule;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides by which keys the rows of a table are told apart when taken keys are not an error. */
final class ConflictPlanner {

    private final TargetRows wish;
    private final List<Problem> problems;

    ConflictPlanner(TargetRows wish, List<Problem> problems) {
        this.wish = wish;
        this.problems = problems;
    }

    /** Returns the rule for a table of the backup, null when a taken key is an error. */
    @Nullable
    ConflictRule rule(SurveyedTable source, Table target, Collection<Column> carried) {
        ConflictPolicy own = wish.conflicts().get(source.name());
        return rule(own == null ? policyOf(target) : own, target, source.rows() == 0 ? target.columns() : carried);
    }

    /** Returns the rule for a join table, null when a taken key is an error. */
    @Nullable
    ConflictRule rule(Table join, Collection<Column> carried) {
        return rule(policyOf(join), join, carried);
    }

    private ConflictPolicy policyOf(Table target) {
        return wish.conflicts().entrySet().stream()
                .filter(entry -> NameMatch.isSpelled(target.name(), entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue())
                .orElse(wish.conflict());
    }

    private @Nullable ConflictRule rule(ConflictPolicy policy, Table target, Collection<Column> carried) {
        if (policy.action() == ConflictPolicy.Action.FAIL) {
            return null;
        }
        List<String> names = carried.stream().map(Column::name).toList();
        List<Key> wanted = target.keys().stream()
                .filter(key -> policy.key() == null || isCalled(key, policy.key()))
                .toList();
        List<Key> usable =
                wanted.stream().filter(key -> names.containsAll(key.columns())).toList();
        if (usable.isEmpty()) {
            problem(policy, target, wanted);
        }
        return new ConflictRule(
                policy.action() == ConflictPolicy.Action.SKIP ? OnConflict.Action.SKIP : OnConflict.Action.UPDATE,
                usable);
    }

    private static boolean isCalled(Key key, String wanted) {
        List<String> columns = Stream.of(wanted.split(",")).map(String::strip).toList();
        return key.name().equalsIgnoreCase(wanted)
                || (columns.size() == key.columns().size()
                        && columns.stream()
                                .allMatch(name -> key.columns().stream().anyMatch(name::equalsIgnoreCase)));
    }

    private void problem(ConflictPolicy policy, Table target, List<Key> wanted) {
        String keys = target.keys().stream()
                .map(key ->
                        (key.name().isEmpty() ? "" : key.name() + " ") + "(" + String.join(", ", key.columns()) + ")")
                .collect(Collectors.joining(", "));
        String message;
        if (policy.key() != null && wanted.isEmpty()) {
            message = "Table " + target.name() + " has no primary or unique key " + policy.key() + "; it has "
                    + (keys.isEmpty() ? "none" : keys) + ".";
        } else if (wanted.isEmpty()) {
            message = "Table " + target.name()
                    + " has no primary or unique key by which rows that are there could be found.";
        } else {
            message = "The rows of the backup for table " + target.name() + " carry none of its keys in full: " + keys
                    + ".";
        }
        problems.add(new Problem(
                Problem.Kind.BAD_OPTION,
                target.name().toString(),
                message,
                "Name another key, or let taken keys of this table fail (onConflict, --conflict)."));
    }
}
