/** What is measured inside the PostgreSQL dialect. */
@NullMarked
package dev.restore.dialect.postgres;

import org.jspecify.annotations.NullMarked;
