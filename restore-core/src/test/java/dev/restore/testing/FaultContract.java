package dev.restore.testing;

/**
 * The faults that every database must survive. A dialect's test class extends this one, says which database that is, and
 * adds those that only its database knows.
 */
public abstract class FaultContract extends DatabaseCase
        implements KillContract, InterferenceContract, ChangedBackupContract {}
