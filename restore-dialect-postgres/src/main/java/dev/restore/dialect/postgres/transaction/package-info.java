/** The settings, locks and thresholds of a run's transaction, and who holds what another run waits for. */
@NullMarked
package dev.restore.dialect.postgres.transaction;

import org.jspecify.annotations.NullMarked;
