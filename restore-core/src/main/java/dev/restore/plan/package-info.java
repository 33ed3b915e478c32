/** What the caller wishes and what a restore will do: values only. */
@NullMarked
package dev.restore.plan;

import org.jspecify.annotations.NullMarked;
