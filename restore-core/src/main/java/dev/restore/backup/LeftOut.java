package dev.restore.backup;

import dev.restore.backup.names.EntryNames;
import java.util.List;
import java.util.Objects;

/**
 * Something that a backup holds and that is not loaded. Immutable.
 *
 * @param place where it is: the path of a file or folder in the backup, or the name of a field of an object of tables
 * @param what what it is, a phrase such as {@code a text where rows would stand}
 * @param tables the names that a table would have whose rows it could be, the likeliest first; empty for what cannot be rows
 */
public record LeftOut(String place, String what, List<String> tables) {

    public LeftOut {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(what, "what");
        tables = List.copyOf(tables);
    }

    /** Returns place and content in one line. */
    public String describe() {
        return EntryNames.printable(place) + " (" + what + ")";
    }
}
