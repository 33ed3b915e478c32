/** What the target database looks like: tables, columns and keys, read once and never changed. */
@NullMarked
package dev.restore.catalog;

import org.jspecify.annotations.NullMarked;
