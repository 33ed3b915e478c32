/** What databases do differently: the service provider interface, the standard dialect for any JDBC database and H2. */
@NullMarked
package dev.restore.dialect;

import org.jspecify.annotations.NullMarked;
