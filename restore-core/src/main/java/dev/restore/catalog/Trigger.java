package dev.restore.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A trigger or rule that a user has put on a table and that a restore would fire.
 *
 * @param kind what it is
 * @param name its name
 * @param events the statements that fire it, in the order of their declaration
 */
public record Trigger(Kind kind, String name, Set<Event> events) {

    /** A statement that changes the rows of a table. */
    public enum Event {
        /** Rows come. */
        INSERT,
        /** Rows change. */
        UPDATE,
        /** Rows go. */
        DELETE,
        /** All rows go at once. */
        TRUNCATE
    }

    /** What acts when rows change. */
    public enum Kind {
        /** A trigger. */
        TRIGGER,
        /** A rule of PostgreSQL, which rewrites statements; {@code COPY} passes it by. */
        RULE
    }

    public Trigger {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        EnumSet<Event> ordered = EnumSet.noneOf(Event.class);
        ordered.addAll(events);
        events = Collections.unmodifiableSet(ordered);
    }

    /** Creates a trigger. */
    public static Trigger on(String name, Event... events) {
        return new Trigger(Kind.TRIGGER, name, Set.copyOf(List.of(events)));
    }

    /** Returns whether an insert fires it. */
    public boolean onInsert() {
        return events.contains(Event.INSERT);
    }

    /** Returns whether a delete fires it. */
    public boolean onDelete() {
        return events.contains(Event.DELETE);
    }

    /** Returns whether one of these statements fires it. */
    public boolean onAnyOf(Set<Event> statements) {
        return events.stream().anyMatch(statements::contains);
    }
}
