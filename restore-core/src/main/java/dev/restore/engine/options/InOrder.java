package dev.restore.engine.options;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes unmodifiable collections without nulls that keep the order in which the caller has named things, so that texts have it. */
final class InOrder {

    private InOrder() {}

    static <T> Set<T> copy(Collection<T> values) {
        values.forEach(Objects::requireNonNull);
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    static <V> Map<String, V> copy(Map<String, V> values) {
        values.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns a set and what is new of some more. */
    static <T> Set<T> with(Set<T> values, Collection<T> more) {
        Set<T> all = new LinkedHashSet<>(values);
        all.addAll(more);
        return all;
    }

    /** Returns a map in which one key has another value. */
    static <V> Map<String, V> with(Map<String, V> values, String key, V value) {
        Map<String, V> all = new LinkedHashMap<>(values);
        all.put(key, value);
        return all;
    }
}
