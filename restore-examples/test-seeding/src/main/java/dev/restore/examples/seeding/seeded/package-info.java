/** The tests of the shop by each of the tools, and the same with a seed that names a column which is not there. */
@NullMarked
package dev.restore.examples.seeding.seeded;

import org.jspecify.annotations.NullMarked;
