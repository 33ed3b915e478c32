/** Values of the backup as databases take them and give them back. */
@NullMarked
package dev.restore.dialect.value;

import org.jspecify.annotations.NullMarked;
