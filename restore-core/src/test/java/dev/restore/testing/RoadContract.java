package dev.restore.testing;

/**
 * The part of the contract that depends on the road which the rows take: how foreign keys and indexes are kept out of the way, how
 * tables are emptied, what a bad row leads to. For further roads on a database that goes through all of {@link DialectContract}.
 */
public abstract class RoadContract extends DatabaseCase
        implements ShapesContract,
                KeysContract,
                BadRowContract,
                RejectContract,
                RejectRandomContract,
                RedactionContract,
                ConflictContract,
                FollowedKeysContract,
                DanglingRowContract,
                ResumableContract,
                LifecycleContract,
                CallersTransactionContract,
                ContentContract,
                TriggersContract,
                SafetyContract,
                RandomContract {}
