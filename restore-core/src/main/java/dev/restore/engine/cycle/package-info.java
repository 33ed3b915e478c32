/** A database that is re-initialised and gets its rows back: what is there before and after, compared whatever the numbers of rows are. */
@NullMarked
package dev.restore.engine.cycle;

import org.jspecify.annotations.NullMarked;
