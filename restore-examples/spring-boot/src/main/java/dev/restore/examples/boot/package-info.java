/** An application with a database, and a page from which it is backed up and restored. */
@NullMarked
package dev.restore.examples.boot;

import org.jspecify.annotations.NullMarked;
