/** Puts rows into tables: COPY as text or binary, inserts, upserts through a temporary table; and which row made one fail. */
@NullMarked
package dev.restore.dialect.postgres.load;

import org.jspecify.annotations.NullMarked;
