/** Reads JSON strictly, one row at a time. Not exported. */
@NullMarked
package dev.restore.backup.json;

import org.jspecify.annotations.NullMarked;
