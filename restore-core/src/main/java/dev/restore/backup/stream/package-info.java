/** Streams that compress, measure and check what passes. Not exported. */
@NullMarked
package dev.restore.backup.stream;

import org.jspecify.annotations.NullMarked;
