/** The two fluent entry points. */
@NullMarked
package dev.restore;

import org.jspecify.annotations.NullMarked;
