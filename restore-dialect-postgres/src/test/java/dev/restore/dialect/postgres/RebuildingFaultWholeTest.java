package dev.restore.dialect.postgres;

import dev.restore.testing.ParallelKillContract;
import dev.restore.testing.TriggerKillContract;

/** Kills while foreign keys are dropped, over several connections and with triggers suppressed as well. */
class RebuildingFaultWholeTest extends RebuildingCase implements ParallelKillContract, TriggerKillContract {}
