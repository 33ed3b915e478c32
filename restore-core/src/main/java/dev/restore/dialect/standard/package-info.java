/** Any JDBC database by standard SQL, and the parts that dialects of single databases are built from. */
@NullMarked
package dev.restore.dialect.standard;

import org.jspecify.annotations.NullMarked;
