/** What is told of a run while it runs: to its entry in a history, and to observers. Knows nothing of how rows get anywhere. */
@NullMarked
package dev.restore.engine.recording;

import org.jspecify.annotations.NullMarked;
