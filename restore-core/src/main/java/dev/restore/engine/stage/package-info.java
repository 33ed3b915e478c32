/** Rows on their way into temporary tables, where keys are mapped before they go on. */
@NullMarked
package dev.restore.engine.stage;

import org.jspecify.annotations.NullMarked;
