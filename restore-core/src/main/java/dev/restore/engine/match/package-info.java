/** Finds what names of the backup mean in the database. Not exported. */
@NullMarked
package dev.restore.engine.match;

import org.jspecify.annotations.NullMarked;
