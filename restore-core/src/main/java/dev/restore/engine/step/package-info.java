/** The steps that every kind of run has: safety backup, files, commit, checks and sequences at the end. Not exported. */
@NullMarked
package dev.restore.engine.step;

import org.jspecify.annotations.NullMarked;
