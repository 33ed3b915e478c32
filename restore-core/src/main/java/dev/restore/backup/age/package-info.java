/** Encrypted files. Not exported. */
@NullMarked
package dev.restore.backup.age;

import org.jspecify.annotations.NullMarked;
