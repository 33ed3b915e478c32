/** Makes the plan: every decision and every problem, before anything is changed. Not exported. */
@NullMarked
package dev.restore.engine.planning;

import org.jspecify.annotations.NullMarked;
