package dev.restore.testing;

/**
 * The part of the contract that depends on the strategy with which rows are loaded: how foreign keys and indexes are kept out of the way, how
 * tables are emptied, what a bad row leads to. For further strategies on a database that goes through all of {@link DialectContract}.
 *
 * <p>What is only there is the same whatever the strategy: how a backup is read ({@link ShapesContract}, {@link RejectedFieldsContract}), what
 * references lead to, which is known before a row is sent ({@link FollowedKeysContract}), how contents are compared once the rows are in
 * ({@link ContentContract}), and what the JVM holds of them ({@link MemoryContract}); what is said of a bad row, which is found by the same
 * diagnosis ({@link RedactionContract}), how a run begins and ends ({@link LifecycleContract}), and the way back, which is a restore like
 * any other ({@link SafetyContract}).
 */
public abstract class StrategyContract extends DatabaseCase
        implements KeysContract,
                BadRowContract,
                RejectContract,
                RejectRandomContract,
                ConflictContract,
                DanglingRowContract,
                ResumableContract,
                CallersTransactionContract,
                TriggersContract,
                RandomContract {}
