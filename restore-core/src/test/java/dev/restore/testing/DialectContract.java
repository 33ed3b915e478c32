package dev.restore.testing;

/**
 * What Restore promises on every database, through its public methods and on the real database. A dialect's test class
 * extends this one, says which database that is, and adds {@link ManyWritersContract} or {@link OneWriterContract}.
 */
public abstract class DialectContract extends EssentialContract
        implements RedactionContract,
                LifecycleContract,
                SafetyContract,
                ShapesContract,
                RejectedFieldsContract,
                FollowedKeysContract,
                ContentContract,
                MemoryContract,
                HostileInputContract,
                TextReadingContract,
                DecodingContract,
                ChildrenContract,
                NothingPassedOverContract,
                DamageContract,
                CancelContract,
                NaturalKeyBackupContract,
                FormatContract,
                OwnFormatContract,
                MusicStoreContract,
                FilesContract,
                BackupControlContract,
                DrillContract,
                HostTransactionContract,
                ProgressContract,
                RunAgainContract,
                BoundaryContract,
                DjangoContract {}
