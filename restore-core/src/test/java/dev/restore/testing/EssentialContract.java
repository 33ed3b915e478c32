package dev.restore.testing;

/**
 * The parts of the contract that ask most of a dialect: how rows are loaded and read, keys, values, what the plan says. What else {@link
 * DialectContract} has goes through the same code of the core whatever the database is. For every build; a dialect is finished when all of
 * {@link DialectContract} holds.
 */
public abstract class EssentialContract extends StrategyContract
        implements ValuesContract, ReaderContract, BackupContract, RandomRoundTripContract, PlanContract {}
