/** Restore from the command line. */
@NullMarked
package dev.restore.examples.cli;

import org.jspecify.annotations.NullMarked;
