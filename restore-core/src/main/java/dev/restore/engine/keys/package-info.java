/** Keys of rows that are in the database under another key than in the backup, and the references that follow them. Not exported. */
@NullMarked
package dev.restore.engine.keys;

import org.jspecify.annotations.NullMarked;
