package dev.restore.testing;

/**
 * What Restore promises on every database, through its public methods and on the real database. A dialect's test class
 * extends this one and says which database that is.
 */
public abstract class DialectContract extends DatabaseCase
        implements ShapesContract,
                ValuesContract,
                KeysContract,
                BadRowContract,
                RejectContract,
                RejectRandomContract,
                ConflictContract,
                ResumableContract,
                PlanContract,
                DamageContract,
                LifecycleContract,
                CancelContract,
                CallersTransactionContract,
                ContentContract,
                ReaderContract,
                BackupContract,
                RandomContract,
                BoundaryContract,
                RunAgainContract {}
