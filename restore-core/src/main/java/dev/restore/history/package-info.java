/**
 * The history of runs: restores, backups, verifications, drills and ways back, each with one entry.
 *
 * <p>Words: an <em>entry</em> is what is kept of a run; its <em>owner</em> is the process that runs it; a <em>heartbeat</em> says that the
 * owner is there; a run whose owner is not heard of is <em>interrupted</em>, until it is <em>resumed</em> by another owner or
 * <em>closed</em>; the <em>audit</em> says who did what.
 */
@NullMarked
package dev.restore.history;

import org.jspecify.annotations.NullMarked;
