/**
 * Any JDBC database by standard SQL, and the parts that dialects of single databases are built from.
 *
 * <p>A {@link dev.restore.dialect.standard.StandardSession} hands each step to a part. A dialect gives it a
 * {@link dev.restore.dialect.standard.SqlDatabase} with the {@link dev.restore.dialect.standard.SqlSyntax} of its database and overrides
 * the roles that differ, with extensions of {@link dev.restore.dialect.standard.StandardLoaders},
 * {@link dev.restore.dialect.standard.StandardReading} and {@link dev.restore.dialect.standard.StandardFailures} or with parts of its
 * own. No hook returns a piece of SQL.
 */
@NullMarked
package dev.restore.dialect.standard;

import org.jspecify.annotations.NullMarked;
