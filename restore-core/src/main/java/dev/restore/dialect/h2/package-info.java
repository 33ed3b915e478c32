/** H2. Not exported. */
@NullMarked
package dev.restore.dialect.h2;

import org.jspecify.annotations.NullMarked;
