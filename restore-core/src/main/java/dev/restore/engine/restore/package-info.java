/** One restore from its begin to its report, and what is done in one transaction. Not exported. */
@NullMarked
package dev.restore.engine.restore;

import org.jspecify.annotations.NullMarked;
