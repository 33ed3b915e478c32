package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.BinaryText;
import dev.restore.plan.EpochUnit;
import dev.restore.plan.RestoreOptions.Triggers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What values mean, and what else happens in the target when rows come. */
@SuppressWarnings("NullAway.Init")
final class ValueSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--triggers",
            paramLabel = "WHAT",
            converter = Choice.Triggers.class,
            description = {
                "fire (default): the triggers of the tables fire, and the plan names them.",
                "suppress: they do not, and are as they were in the end. The default for going back to what",
                "--backup-first has written, where the database can do it."
            })
    private @Nullable Triggers triggers;

    @Option(
            names = "--strict-types",
            description =
                    "Refuse a value that the database would keep although its column is declared for another kind.")
    private boolean strictTypes;

    @Option(
            names = "--binary-text",
            paramLabel = "[TABLE.COLUMN=]HOW",
            description = {
                "How texts stand for bytes: hex or base64. By default that is what they show, and a column where it is",
                "not clear stops the run before it starts. Can be repeated."
            })
    private List<String> binaryTexts = new ArrayList<>();

    @Option(
            names = "--epoch-unit",
            paramLabel = "[TABLE.COLUMN=]UNIT",
            description = {
                "What numbers count since 1970 in columns of days and times: days, seconds, milliseconds, microseconds",
                "or nanoseconds. By default seconds or milliseconds, by their size. Can be repeated."
            })
    private List<String> epochUnits = new ArrayList<>();

    @Option(
            names = "--sequence",
            paramLabel = "TABLE.COLUMN=SEQUENCE",
            description = "The sequence that numbers a column which does not own it; it is set behind the rows. Can be"
                    + " repeated.")
    private List<String> sequences = new ArrayList<>();

    Restore apply(Restore plain) {
        Restore restore = triggers == null ? plain : plain.triggers(triggers);
        if (strictTypes) {
            restore = restore.strictTypes();
        }
        for (String text : binaryTexts) {
            BinaryText how = one(new Choice.BinaryText(), "--binary-text", text);
            Place place = Place.of(text);
            restore = place == null ? restore.binaryText(how) : restore.binaryText(place.table, place.column, how);
        }
        for (String text : epochUnits) {
            EpochUnit unit = one(new Choice.EpochUnit(), "--epoch-unit", text);
            Place place = Place.of(text);
            restore = place == null ? restore.epochUnit(unit) : restore.epochUnit(place.table, place.column, unit);
        }
        for (String text : sequences) {
            Place place = Place.of(text);
            if (place == null || text.endsWith("=")) {
                throw usage("--sequence wants TABLE.COLUMN=SEQUENCE, not '" + text + "'.");
            }
            restore = restore.sequence(text.substring(text.indexOf('=') + 1), place.table, place.column);
        }
        return restore;
    }

    private <E extends Enum<E>> E one(Choice<E> words, String option, String text) {
        int equals = text.indexOf('=');
        if (equals >= 0 && Place.of(text) == null) {
            throw usage(option + " wants TABLE.COLUMN=..., not '" + text + "'.");
        }
        try {
            return words.convert(text.substring(equals + 1));
        } catch (TypeConversionException e) {
            throw usage("Invalid value for option '" + option + "': " + e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** The column that stands before an equals sign. */
    private record Place(String table, String column) {

        static @Nullable Place of(String text) {
            int equals = text.indexOf('=');
            int dot = text.lastIndexOf('.', equals);
            return dot < 1 || dot + 1 >= equals
                    ? null
                    : new Place(text.substring(0, dot), text.substring(dot + 1, equals));
        }
    }
}
