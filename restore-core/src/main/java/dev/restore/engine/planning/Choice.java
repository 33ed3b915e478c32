package dev.restore.engine.planning;

import dev.restore.backup.LeftOut;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.names.EntryNames;
import dev.restore.engine.options.Selection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** What of a backup is wanted, by the options {@code only} and {@code except}. The latter may name files too. */
public final class Choice {

    private final Set<String> only;
    private final Set<String> except;
    private final Set<String> tables = new LinkedHashSet<>();
    private final Set<String> places = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> leftOut = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    public Choice(Survey survey, Selection selection) {
        this.only = selection.only();
        this.except = new HashSet<>(selection.except());
        leftOut.addAll(selection.except());
        survey.tables().stream().map(SurveyedTable::name).forEach(tables::add);
        for (LeftOut left : survey.leftOut()) {
            places.addAll(names(left));
        }
        for (Survey.Undecided file : survey.undecided()) {
            places.add(file.table());
        }
        for (String name : selection.except()) {
            String table = EntryNames.tableOfFile(name.substring(name.lastIndexOf('/') + 1));
            if (table != null && !tables.contains(name)) {
                except.add(table);
            }
        }
    }

    private static Set<String> names(LeftOut left) {
        Set<String> names = new HashSet<>(left.tables());
        names.add(left.place());
        names.add(left.place().substring(left.place().lastIndexOf('/') + 1));
        return names;
    }

    /** Returns the names of the tables of the backup. */
    Set<String> tables() {
        return tables;
    }

    /** Returns whether a name that is to be left out is that of anything in the backup. */
    boolean holds(String name) {
        String table = EntryNames.tableOfFile(name.substring(name.lastIndexOf('/') + 1));
        return tables.contains(name) || places.contains(name) || (table != null && tables.contains(table));
    }

    /** Returns whether the rows of a table are wanted. */
    public boolean wants(String table) {
        return (only.isEmpty() || only.contains(table)) && !except.contains(table);
    }

    /** Returns whether something that is not read would be missed. */
    boolean misses(LeftOut left) {
        return names(left).stream().noneMatch(leftOut::contains)
                && (only.isEmpty() || left.tables().stream().anyMatch(only::contains));
    }
}
