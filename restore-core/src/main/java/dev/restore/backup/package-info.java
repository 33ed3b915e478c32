/** Where the bytes of a backup come from, which format they are in, and the rows in them. */
@NullMarked
package dev.restore.backup;

import org.jspecify.annotations.NullMarked;
