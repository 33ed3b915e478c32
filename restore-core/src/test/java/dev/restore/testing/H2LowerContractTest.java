package dev.restore.testing;

import java.nio.file.Path;

/**
 * The contract on H2 that keeps names, its own included, in lower case: the parts in which names are matched, written or read from the
 * catalog. How values, formats, damage, files and cancelling behave has nothing to do with names, and is in {@link H2ContractTest} alone.
 */
class H2LowerContractTest extends StrategyContract
        implements OneWriterContract,
                LifecycleContract,
                SafetyContract,
                FollowedKeysContract,
                ContentContract,
                PlanContract,
                NothingPassedOverContract,
                BackupContract,
                OwnFormatContract,
                MusicStoreContract,
                RunAgainContract,
                DjangoContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.with(";DATABASE_TO_LOWER=TRUE");
    }
}
