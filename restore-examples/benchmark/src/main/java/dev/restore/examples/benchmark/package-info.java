/** Measures restores beside other ways to load the same rows. */
@NullMarked
package dev.restore.examples.benchmark;

import org.jspecify.annotations.NullMarked;
