/**
 * What another Spring Boot application can copy or depend on: backups in a directory, runs with a history, scheduled care, health and
 * metrics, wired by {@link dev.restore.examples.boot.operations.RestoreAutoConfiguration}. It knows nothing of the web.
 */
@NullMarked
package dev.restore.examples.boot.operations;

import org.jspecify.annotations.NullMarked;
