/** Encodes cells as binary COPY takes them, for the types that have such an encoder. */
@NullMarked
package dev.restore.dialect.postgres.binary;

import org.jspecify.annotations.NullMarked;
