package dev.restore.testing;

/**
 * What Restore promises on every database, through its public methods and on the real database. A dialect's test class
 * extends this one and says which database that is.
 */
public abstract class DialectContract extends RoadContract
        implements ValuesContract,
                ParallelContract,
                PlanContract,
                DamageContract,
                CancelContract,
                ReaderContract,
                BackupContract,
                FormatContract,
                RandomRoundTripContract,
                MusicStoreContract,
                FilesContract,
                BackupControlContract,
                DrillContract,
                RunAgainContract,
                BoundaryContract {}
