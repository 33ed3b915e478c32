/** Encodes cells as the text of COPY and of inserts, for all types. */
@NullMarked
package dev.restore.dialect.postgres.text;

import org.jspecify.annotations.NullMarked;
