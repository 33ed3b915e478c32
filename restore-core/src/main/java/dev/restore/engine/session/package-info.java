/** The connection of a run, what its driver says, and what ends the run. Not exported. */
@NullMarked
package dev.restore.engine.session;

import org.jspecify.annotations.NullMarked;
