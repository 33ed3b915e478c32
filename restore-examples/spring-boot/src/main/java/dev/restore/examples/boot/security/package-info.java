/** Who may do what, and the headers of each answer. */
@NullMarked
package dev.restore.examples.boot.security;

import org.jspecify.annotations.NullMarked;
