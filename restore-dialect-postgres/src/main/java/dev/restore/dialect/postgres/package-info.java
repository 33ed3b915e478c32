/** What PostgreSQL does differently. Only the dialect itself is here; the packages in it, which the module does not export, do the work. */
@NullMarked
package dev.restore.dialect.postgres;

import org.jspecify.annotations.NullMarked;
