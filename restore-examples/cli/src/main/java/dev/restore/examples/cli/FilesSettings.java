package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.Mode;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What happens to the files that a backup holds beside its rows. */
@SuppressWarnings("NullAway.Init")
final class FilesSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description =
                    "Restore the files beside the rows, too: after the commit they take the place of this directory,"
                            + " and what is in it is deleted.")
    private @Nullable Path directory;

    @Option(names = "--no-files", description = "Leave the files beside the rows out, without a warning.")
    private boolean noFiles;

    Restore apply(Restore restore, Mode mode) {
        if (directory == null) {
            return noFiles ? restore.noFiles() : restore;
        }
        if (noFiles || mode != Mode.REPLACE) {
            throw new ParameterException(
                    command.commandLine(),
                    noFiles
                            ? "--files and --no-files contradict each other."
                            : "--files cannot be combined with --mode "
                                    + mode.name().toLowerCase(Locale.ROOT) + ": a directory is replaced as a whole.");
        }
        return restore.files(directory);
    }
}
