package dev.restore.examples.cli;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Compares what a backup says about itself with what is in it. */
final class Counts {

    private Counts() {}

    /** Returns a line for each table whose rows are not as many as the backup says. */
    static List<String> differences(Survey survey) {
        TreeMap<String, Long> missing = new TreeMap<>(survey.expectedRows());
        List<String> differences = new ArrayList<>();
        for (SurveyedTable table : survey.tables()) {
            Long said = missing.remove(table.name());
            if (said != null && said != table.rows()) {
                differences.add(difference(table.name(), said, table.rows()));
            }
        }
        missing.forEach((name, said) -> {
            if (said != 0) {
                differences.add(difference(name, said, 0));
            }
        });
        return differences;
    }

    private static String difference(String table, long said, long found) {
        return String.format(Locale.ROOT, "%s: %,d rows by the metadata, %,d found", table, said, found);
    }
}
