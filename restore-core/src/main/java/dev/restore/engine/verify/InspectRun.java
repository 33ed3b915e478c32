package dev.restore.engine.verify;

import dev.restore.backup.BackupSource;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Manifest;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.Survey.Undecided;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.Inspection;
import dev.restore.outcome.Inspection.InspectedField;
import dev.restore.outcome.Inspection.InspectedTable;
import dev.restore.outcome.Inspection.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one backup to its end and says what is in it. */
public final class InspectRun {

    private InspectRun() {}

    /** Inspects. Nothing is changed. */
    public static Inspection inspect(BackupSource source, ReadLimits limits) {
        try (BackupReader reader = BackupFormats.open(source, limits)) {
            Survey survey = reader.survey(Long.MAX_VALUE);
            return new Inspection(
                    source.name(),
                    survey.format(),
                    survey.django(),
                    survey.bytes(),
                    reader.files().map(List::size).orElse(-1),
                    reader.manifest().map(InspectRun::origin).orElse(null),
                    survey.tables().stream().map(table -> table(survey, table)).toList(),
                    notes(survey),
                    survey.leftOut().stream().map(LeftOut::describe).toList(),
                    !survey.expectedRows().isEmpty(),
                    StatedCounts.differences(survey));
        }
    }

    /** Returns the names of its tables, in its order. */
    public static List<String> tables(BackupSource source, ReadLimits limits, Set<String> except) {
        try (BackupReader reader = BackupFormats.open(source, limits)) {
            return reader.survey(1, false, except).tables().stream()
                    .map(SurveyedTable::name)
                    .toList();
        }
    }

    private static Origin origin(Manifest manifest) {
        return new Origin(
                manifest.version(),
                manifest.createdAt(),
                manifest.source().product(),
                manifest.source().version(),
                manifest.source().schema(),
                manifest.fingerprint(),
                manifest.unfinished(),
                manifest.leftOut());
    }

    private static InspectedTable table(Survey survey, SurveyedTable table) {
        return new InspectedTable(
                table.name(),
                table.rows(),
                table.bytes(),
                table.certain(),
                survey.expectedRows().get(table.name()),
                table.fields().stream()
                        .map(field -> new InspectedField(field.name(), field.rows(), field.kinds()))
                        .toList());
    }

    private static List<String> notes(Survey survey) {
        List<String> notes = new ArrayList<>();
        survey.tables().forEach(table -> table.reading().ifPresent(how -> notes.add(table.name() + " " + how)));
        for (Undecided file : survey.undecided()) {
            notes.add(file.file() + " is read as an object of tables, and as one row of " + file.table()
                    + " if the target has a table of that name with such columns");
        }
        return notes;
    }
}
