package dev.restore.engine.cycle;

import dev.restore.catalog.Table;
import java.util.List;

/**
 * How the rows of a table are read so that they can be compared whatever their numbers are. Immutable.
 *
 * @param table the table
 * @param labels what the columns of the query are, for people: those of the key first
 * @param keyColumns how many of them are the key by which rows are told apart
 * @param led which of them are values of other rows that a row refers to, by their places
 * @param keyed whether the key is one; otherwise rows are told apart by all their values
 * @param query reads the rows
 * @param notes what is not compared
 */
record ComparedTable(
        Table table,
        List<String> labels,
        int keyColumns,
        List<Integer> led,
        boolean keyed,
        String query,
        List<String> notes) {

    ComparedTable {
        labels = List.copyOf(labels);
        led = List.copyOf(led);
        notes = List.copyOf(notes);
    }

    /** Returns by what its rows are told apart. */
    String key() {
        return keyed ? String.join(", ", labels.subList(0, keyColumns)) : "";
    }
}
