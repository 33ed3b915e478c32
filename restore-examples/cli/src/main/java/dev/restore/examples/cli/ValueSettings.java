package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.Triggers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Mixin
    private FormSettings forms;

    @Option(
            names = "--sequence",
            paramLabel = "TABLE.COLUMN=SEQUENCE",
            description = "The sequence that numbers a column which does not own it; it is set past the rows. Can be"
                    + " repeated.")
    private List<String> sequences = new ArrayList<>();

    Restore apply(Restore plain) {
        Restore restore = triggers == null ? plain : plain.triggers(triggers);
        if (strictTypes) {
            restore = restore.strictTypes();
        }
        restore = forms.binaryTexts(
                restore,
                (to, place, how) ->
                        place == null ? to.binaryText(how) : to.binaryText(place.table(), place.column(), how));
        restore = forms.epochUnits(
                restore,
                (to, place, unit) ->
                        place == null ? to.epochUnit(unit) : to.epochUnit(place.table(), place.column(), unit));
        for (String text : sequences) {
            FormSettings.Place place = FormSettings.Place.of(text);
            if (place == null || text.endsWith("=")) {
                throw usage("--sequence wants TABLE.COLUMN=SEQUENCE, not '" + text + "'.");
            }
            restore = restore.sequence(text.substring(text.indexOf('=') + 1), place.table(), place.column());
        }
        return restore;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
