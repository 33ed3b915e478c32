/** A dialect as somebody else writes it: MariaDB. */
@NullMarked
package dev.restore.examples.dialect.mariadb;

import org.jspecify.annotations.NullMarked;
