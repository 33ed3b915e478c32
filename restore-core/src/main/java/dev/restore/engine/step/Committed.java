package dev.restore.engine.step;

import dev.restore.outcome.TableReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a run that failed is in the target for good.
 *
 * @param rows how many rows
 * @param safetyBackup the path of the backup of what they replaced, null when there is none
 * @param tables the accounts of all tables
 */
public record Committed(long rows, @Nullable String safetyBackup, List<TableReport> tables) {}
