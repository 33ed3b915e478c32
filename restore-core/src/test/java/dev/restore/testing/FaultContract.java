package dev.restore.testing;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * The faults that every database must survive. A dialect's test class extends this one, says which database that is, and
 * adds those that only its database knows.
 * A test that hangs is ended.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class FaultContract extends DatabaseCase
        implements SafetyKillContract, ClockContract, InterferenceContract, ChangedBackupContract {}
