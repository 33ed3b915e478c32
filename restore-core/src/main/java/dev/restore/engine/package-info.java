/** The run itself, one step a class. Not exported. */
@NullMarked
package dev.restore.engine;

import org.jspecify.annotations.NullMarked;
