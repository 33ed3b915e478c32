/** Names of files and what they mean. Not exported. */
@NullMarked
package dev.restore.backup.names;

import org.jspecify.annotations.NullMarked;
