package dev.restore.dialect.postgres;

import dev.restore.testing.ParallelKillContract;

/** Kills while foreign keys are dropped, over several connections as well. */
class RebuildingParallelWholeTest extends RebuildingCase implements ParallelKillContract {}
