/** The database of a shop, so that there is something to back up. An integrator leaves this out. */
@NullMarked
package dev.restore.examples.boot.demo;

import org.jspecify.annotations.NullMarked;
