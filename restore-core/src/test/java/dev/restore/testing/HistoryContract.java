package dev.restore.testing;

/** What a history of runs keeps, and what it never does to the runs. */
public abstract class HistoryContract extends DatabaseCase
        implements HistoryEntriesContract, HistoryOwnersContract, HistoryFailuresContract, OldTroublesContract {}
