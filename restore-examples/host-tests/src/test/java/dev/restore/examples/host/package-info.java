/** The library within programs of others: one with Spring Boot and JPA, one with plain Jdbi. */
@NullMarked
package dev.restore.examples.host;

import org.jspecify.annotations.NullMarked;
