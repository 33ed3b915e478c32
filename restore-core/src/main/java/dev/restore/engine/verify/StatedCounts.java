package dev.restore.engine.verify;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Compares the row counts that a backup states about itself with the rows that it has. */
final class StatedCounts {

    private StatedCounts() {}

    /** Returns a sentence for each table whose rows are not as many as the backup states. */
    static List<String> differences(Survey survey) {
        TreeMap<String, Long> missing = new TreeMap<>(survey.expectedRows());
        List<String> differences = new ArrayList<>();
        for (SurveyedTable table : survey.tables()) {
            Long stated = missing.remove(table.name());
            if (stated != null && stated != table.rows()) {
                differences.add("The metadata states " + stated + " rows for table " + table.name() + ", which has "
                        + table.rows() + ".");
            }
        }
        missing.forEach((name, stated) -> {
            if (stated > 0) {
                differences.add(
                        "The metadata states " + stated + " rows for table " + name + ", which is not in the backup.");
            }
        });
        return differences;
    }
}
