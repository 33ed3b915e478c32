/** Restores that commit as they go, over one connection or several, and go on where they were left. Not exported. */
@NullMarked
package dev.restore.engine.resume;

import org.jspecify.annotations.NullMarked;
