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
 * @param changes the tables of which it changes or deletes rows, as far as its text says
 * @param adds the tables to which it only adds rows, as far as its text says
 */
public record Trigger(Kind kind, String name, Set<Event> events, Set<TableName> changes, Set<TableName> adds) {

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
        RULE,
        /**
         * A trigger that only keeps an index of the table's rows, such as one of full text: it changes no row of a table, fires in any
         * case and is not suppressed.
         */
        INDEX
    }

    public Trigger {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        EnumSet<Event> ordered = EnumSet.noneOf(Event.class);
        ordered.addAll(events);
        events = Collections.unmodifiableSet(ordered);
        changes = Set.copyOf(changes);
        adds = Set.copyOf(adds);
    }

    /** Creates a trigger that says nothing about other tables. */
    public static Trigger on(String name, Event... events) {
        return new Trigger(Kind.TRIGGER, name, Set.copyOf(List.of(events)));
    }

    /** Creates a trigger or rule that says nothing about other tables. */
    public Trigger(Kind kind, String name, Set<Event> events) {
        this(kind, name, events, Set.of(), Set.of());
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
