/** What is done to the target around a load: obstacles found before it, foreign keys and indexes dropped and built again, triggers suppressed, tables emptied. */
@NullMarked
package dev.restore.dialect.postgres.measure;

import org.jspecify.annotations.NullMarked;
