package dev.restore.examples.boot.operations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a run.
 *
 * @param name the name of the user
 * @param key tells one request from another: a repeated one with the same key is the same run
 */
public record Requester(String name, String key) {

    /** Returns somebody's request with a key of their own, or with a new one. */
    public static Requester of(String name, @Nullable String key) {
        return new Requester(name, name + ':' + (key == null ? UUID.randomUUID() : key));
    }
}
