package dev.restore.examples.benchmark;

import java.util.Map;

/**
 * What one process took.
 *
 * @param whole seconds from the start of the process to its end
 * @param inside seconds for the job within the process; for a tool the same as the whole
 * @param memory the most memory that was resident, in bytes, or 0 where that is not known
 * @param figures further figures
 */
record Measurement(double whole, double inside, long memory, Map<String, Double> figures) {}
