package dev.restore.engine.verify;

import dev.restore.engine.options.ValueRules;
import dev.restore.plan.BinaryText;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows are compared with those that files expect. Immutable.
 *
 * @param schema the schema of the tables; null, the default, for the connection's own
 * @param only patterns of the tables that are compared; by default all of the files
 * @param ignored columns that are not compared in any table
 * @param ignoredIn columns that are not compared, by their tables
 * @param inKeyOrder patterns of the tables whose rows are expected in the order of the primary key; by default none
 * @param more whether tables may hold more rows than those of the files; by default not
 * @param rules what values of the files mean where that is not certain
 */
public record ExpectedRows(
        @Nullable String schema,
        Set<String> only,
        Set<String> ignored,
        Map<String, Set<String>> ignoredIn,
        Set<String> inKeyOrder,
        boolean more,
        ValueRules rules) {

    private static final ExpectedRows DEFAULTS =
            new ExpectedRows(null, Set.of(), Set.of(), Map.of(), Set.of(), false, ValueRules.defaults());

    public ExpectedRows {
        only = Set.copyOf(only);
        ignored = Set.copyOf(ignored);
        ignoredIn = Map.copyOf(ignoredIn);
        inKeyOrder = Set.copyOf(inKeyOrder);
    }

    /** Returns what applies when nothing is said. */
    public static ExpectedRows defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #schema}. */
    public ExpectedRows schema(String value) {
        return new ExpectedRows(value, only, ignored, ignoredIn, inKeyOrder, more, rules);
    }

    /** Adds to {@link #only}. */
    public ExpectedRows only(List<String> patterns) {
        return new ExpectedRows(schema, with(only, patterns), ignored, ignoredIn, inKeyOrder, more, rules);
    }

    /** Adds to {@link #ignored}. */
    public ExpectedRows ignored(List<String> columns) {
        return new ExpectedRows(schema, only, with(ignored, columns), ignoredIn, inKeyOrder, more, rules);
    }

    /** Adds to {@link #ignoredIn}. */
    public ExpectedRows ignoredIn(String table, List<String> columns) {
        Map<String, Set<String>> all = new LinkedHashMap<>(ignoredIn);
        all.put(table, with(all.getOrDefault(table, Set.of()), columns));
        return new ExpectedRows(schema, only, ignored, all, inKeyOrder, more, rules);
    }

    /** Adds to {@link #inKeyOrder}. */
    public ExpectedRows inKeyOrder(List<String> patterns) {
        return new ExpectedRows(schema, only, ignored, ignoredIn, with(inKeyOrder, patterns), more, rules);
    }

    /** Sets {@link #more}. */
    public ExpectedRows more(boolean value) {
        return new ExpectedRows(schema, only, ignored, ignoredIn, inKeyOrder, value, rules);
    }

    /** Sets the zone of times without one. */
    public ExpectedRows zone(ZoneId value) {
        return with(rules.zone(value));
    }

    /** Says how all columns of bytes are written. */
    public ExpectedRows binaryText(BinaryText value) {
        return with(rules.binaryText(value));
    }

    private ExpectedRows with(ValueRules changed) {
        return new ExpectedRows(schema, only, ignored, ignoredIn, inKeyOrder, more, changed);
    }

    private static Set<String> with(Set<String> some, List<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }
}
