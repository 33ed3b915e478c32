package dev.restore.engine.resume;

import dev.restore.catalog.TableName;
import dev.restore.engine.batch.Counters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What of a resumable restore is committed, by all its connections. Safe to use from any thread. */
final class Ledger {

    private Checkpoint passes;
    private final Map<Integer, PortionState> portions;
    private final Map<TableName, String> strategies = new HashMap<>();

    /**
     * Creates a ledger.
     *
     * @param passes what was done before the pass that is being loaded
     * @param portions what of that pass is done, by the numbers of its portions
     */
    Ledger(Checkpoint passes, Map<Integer, PortionState> portions) {
        this.passes = passes;
        this.portions = new TreeMap<>(portions);
    }

    /** Returns what was done before the pass that is being loaded. */
    synchronized Checkpoint passes() {
        return passes;
    }

    /** Returns what of a portion of the pass that is being loaded is done. */
    synchronized PortionState portion(int number) {
        return portions.getOrDefault(number, PortionState.NOTHING);
    }

    /** Notes what was committed for a portion. */
    synchronized void committed(int number, PortionState state) {
        portions.put(number, state);
    }

    /** Notes that a whole pass was committed. */
    synchronized void committed(Checkpoint next) {
        passes = next;
        portions.clear();
    }

    /** Returns the numbers of all tables. */
    synchronized Map<TableName, Counters> tables() {
        Map<TableName, Counters> tables = new LinkedHashMap<>(passes.tables());
        portions.values()
                .forEach(portion -> portion.tables().forEach((name, own) -> tables.merge(name, own, Counters::plus)));
        return tables;
    }

    /** Returns how many rows are in. */
    long rows() {
        return tables().values().stream().mapToLong(Counters::present).sum();
    }

    /** Notes the strategy that took the rows of a table in this run. */
    synchronized void strategy(TableName table, String words) {
        strategies.put(table, words);
    }

    /** Returns the strategy that took the rows of a table in this run, an empty text when none did. */
    synchronized String strategy(TableName table) {
        return strategies.getOrDefault(table, "");
    }
}
