package dev.restore.testing;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * The faults that every database must survive. A dialect's test class extends this one, says which database that is, adds
 * {@link ParallelKillContract} where several connections can write at once, and the faults that only its database knows.
 * A test that hangs is ended.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class FaultContract extends DatabaseCase
        implements SafetyKillContract,
                TriggerKillContract,
                MergeKillContract,
                ClockContract,
                InterferenceContract,
                ChangedBackupContract {}
