package dev.restore.engine.step;

import dev.restore.outcome.TableReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a run that failed is in the target for good.
 *
 * @param rows how many rows
 * @param whole whether that is all that the run was to do in the database
 * @param safetyBackup the path of the backup of what they replaced, null when there is none
 * @param tables the accounts of all tables
 */
public record Committed(long rows, boolean whole, @Nullable String safetyBackup, List<TableReport> tables) {}
