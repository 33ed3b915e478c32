package dev.restore.examples.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * A column of a generated table.
 *
 * @param name its name
 * @param kind what it holds
 * @param references the table whose id it refers to, or null
 */
record Column(String name, Kind kind, @Nullable String references) {

    Column(String name, Kind kind) {
        this(name, kind, null);
    }
}
