/** How a restore goes and how it ended: events, reports and exceptions. */
@NullMarked
package dev.restore.outcome;

import org.jspecify.annotations.NullMarked;
