package dev.restore.dialect.postgres;

import dev.restore.testing.InterferenceContract;
import dev.restore.testing.KillContract;

/**
 * The faults on PostgreSQL while foreign keys are dropped: after each one they are there as before. The clock, a backup that changes and
 * the safety backup, which is whole before the first key is dropped, have nothing to do with that: {@link PostgresFaultTest} has them.
 * {@link RebuildingFaultWholeTest} kills a restore over several connections and with triggers suppressed as well.
 */
class RebuildingFaultTest extends RebuildingCase implements KillContract, InterferenceContract {}
