/** The steps of a session, each handed to the class that knows it: what the schema is, loading, reading, numbering, staging, failures. */
@NullMarked
package dev.restore.dialect.postgres.session;

import org.jspecify.annotations.NullMarked;
