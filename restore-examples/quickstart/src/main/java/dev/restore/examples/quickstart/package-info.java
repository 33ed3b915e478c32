/** The shortest way to see a restore. */
@NullMarked
package dev.restore.examples.quickstart;

import org.jspecify.annotations.NullMarked;
