/** What SQLite does differently. */
@NullMarked
package dev.restore.dialect.sqlite;

import org.jspecify.annotations.NullMarked;
