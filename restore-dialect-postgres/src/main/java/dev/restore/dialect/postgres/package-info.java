/** What PostgreSQL does differently. */
@NullMarked
package dev.restore.dialect.postgres;

import org.jspecify.annotations.NullMarked;
