/** Takes the rows of the backup apart and sorts them into batches. Not exported. */
@NullMarked
package dev.restore.engine.intake;

import org.jspecify.annotations.NullMarked;
