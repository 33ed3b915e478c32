/** A small system that is re-initialised and gets its rows back with every relation right. */
@NullMarked
package dev.restore.examples.reinit;

import org.jspecify.annotations.NullMarked;
