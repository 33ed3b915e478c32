/** Decides what the values of the backup stand for, and makes that of them. Not exported. */
@NullMarked
package dev.restore.engine.value;

import org.jspecify.annotations.NullMarked;
