/**
 * Restores whose keys are mapped on the way. The rows of the backup go into temporary tables, their stages, by the same loaders as
 * always; there each row learns whether it is one of the target's and which key it has in the end; and only then the rows move on, by
 * joins that lead their references where these keys are.
 *
 * <ol>
 *   <li>{@code StagedLoad} reads the backup into the stages.
 *   <li>{@code KeyMapper} makes a map for each table, from a row's number to its key in the end: parents first where keys hold
 *       references, rounds of it where these form a circle. {@code ReferenceResolver} finds the rows that natural keys stand for.
 *   <li>{@code Orphans} looks for references that lead nowhere.
 *   <li>{@code RowMover} changes the rows that are there and inserts the others.
 * </ol>
 *
 * <p>A row that is found to be bad on that way is refused at its own place in the backup by reading it once more without it.
 */
@NullMarked
package dev.restore.engine.merge;

import org.jspecify.annotations.NullMarked;
