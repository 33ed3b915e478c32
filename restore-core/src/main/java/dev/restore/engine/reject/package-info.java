/** What becomes of bad rows: how many are allowed, and where they are written. Not exported. */
@NullMarked
package dev.restore.engine.reject;

import org.jspecify.annotations.NullMarked;
