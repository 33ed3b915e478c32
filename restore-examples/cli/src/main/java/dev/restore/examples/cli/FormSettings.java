package dev.restore.examples.cli;

import dev.restore.plan.BinaryText;
import dev.restore.plan.EpochUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** In which form values of the backup are written, where they do not show it. */
@SuppressWarnings("NullAway.Init")
final class FormSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    /** Takes what was said: for all columns, or for one. */
    interface Saying<E, T> {
        T say(T to, @Nullable Place place, E what);
    }

    /** Returns what was given, with how texts stand for bytes. */
    <T> T binaryTexts(T to, Saying<BinaryText, T> saying) {
        return apply(to, new Choice.BinaryText(), "--binary-text", binaryTexts, saying);
    }

    /** Returns what was given, with what numbers count. */
    <T> T epochUnits(T to, Saying<EpochUnit, T> saying) {
        return apply(to, new Choice.EpochUnit(), "--epoch-unit", epochUnits, saying);
    }

    /** Returns whether anything was said. */
    boolean any() {
        return !binaryTexts.isEmpty() || !epochUnits.isEmpty();
    }

    private <E extends Enum<E>, T> T apply(
            T to, Choice<E> words, String option, List<String> texts, Saying<E, T> saying) {
        T applied = to;
        for (String text : texts) {
            applied = saying.say(applied, Place.of(text), one(words, option, text));
        }
        return applied;
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
    record Place(String table, String column) {

        static @Nullable Place of(String text) {
            int equals = text.indexOf('=');
            int dot = text.lastIndexOf('.', equals);
            return dot < 1 || dot + 1 >= equals
                    ? null
                    : new Place(text.substring(0, dot), text.substring(dot + 1, equals));
        }
    }
}
