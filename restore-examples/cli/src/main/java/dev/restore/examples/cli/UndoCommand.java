package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Goes back to a safety backup. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "undo",
        description = {
            "Goes back to what was there before a restore, from its safety backup.",
            "Rows, sequences and identities of these tables come back as they were, every value verified, in one transaction.",
            "What was changed in these tables since is lost; it is written into a safety backup of its own first."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 complete, 2 usage, 3 failed and nothing changed, 130 or 143 ended by Ctrl-C or SIGTERM")
final class UndoCommand implements Callable<Integer>, Execution.Settings {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "SAFETY_BACKUP", description = "What the restore said to go back with.")
    private Path file;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "JDBC_URL",
            description = "The database that was restored into.")
    private String to;

    @Mixin
    private DatabaseAccess access;

    @Mixin
    private SafetySettings safety;

    @Mixin
    private HistorySettings history;

    @Mixin
    private ExecutionSettings execution;

    @Override
    public Integer call() {
        return new Execution(main, spec, this, history).run();
    }

    @Override
    public Restore restore(Path directory) {
        execution.check();
        Restore undo = Restore.undo(file).into(access.open("--to", to));
        undo = access.schema().map(undo::schema).orElse(undo);
        return safety.apply(undo, false, directory, to);
    }

    @Override
    public BackupSource backup() {
        return BackupSource.of(file);
    }

    @Override
    public String wayBack(String safetyBackup) {
        return access.undo(safetyBackup, to);
    }

    @Override
    public SafetySettings safety() {
        return safety;
    }

    @Override
    public ExecutionSettings execution() {
        return execution;
    }
}
