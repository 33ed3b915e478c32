package dev.restore.examples.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: reads the command line, runs one command and says by its exit code how it ended. */
@Command(
        name = "restore",
        description = "Puts a JSON backup into a database: all of it or nothing, every row accounted for.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            InspectCommand.class,
            UndoCommand.class,
            BackupCommand.class,
            VerifyCommand.class,
            HistoryCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  restore inspect backups/nightly.tar.gz",
            "  restore plan backups/nightly.tar.gz --to jdbc:sqlite:app.db",
            "  restore run backups/nightly.tar.gz --to jdbc:postgresql://localhost/app \\",
            "      --user app --password-env APP_PASSWORD",
            "  restore undo restore-backups/app-20261130-020000.tar.gz --to jdbc:sqlite:app.db",
            "  restore backup nightly.tar.gz --from jdbc:sqlite:app.db",
            "  restore verify nightly.tar.gz --against jdbc:sqlite:app.db",
            "  restore history list --history jdbc:sqlite:history.db",
            "",
            "Exit codes: 0 complete, 1 complete with loss, 2 usage, 3 failed and nothing changed,",
            "            4 failed after something was committed, 130 or 143 ended by Ctrl-C or SIGTERM.",
            "",
            "restore COMMAND --help tells more."
        })
public final class Main implements Runnable {

    private static final String COMMANDS = "run, plan, inspect, undo, backup, verify and history";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--stacktrace",
            hidden = true,
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of an error.")
    private boolean stackTrace = Boolean.getBoolean("restore.debug");

    private final Terminal terminal;
    private final Path directory;
    private final Interruption interruption;

    Main(Terminal terminal, Path directory, Interruption interruption) {
        this.terminal = terminal;
        this.directory = directory;
        this.interruption = interruption;
    }

    /** Starts the program. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Interruption interruption = new Interruption(err);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> interruption.shutDown(code -> Runtime.getRuntime().halt(code))));
        int code = commandLine(Terminal.system(), Path.of(""), out, err, interruption)
                .execute(arguments);
        interruption.ended(code);
        System.exit(code);
    }

    static CommandLine commandLine(
            Terminal terminal, Path directory, PrintWriter out, PrintWriter err, Interruption interruption) {
        Main main = new Main(terminal, directory, interruption);
        CommandLine line = new CommandLine(main);
        CommandLine completion = new CommandLine(new GenerateCompletion());
        completion.getCommandSpec().usageMessage().hidden(true);
        line.addSubcommand(completion);
        return line.setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(40)
                .setParameterExceptionHandler((exception, arguments) -> main.refuse(exception, List.of(arguments)))
                .setExecutionExceptionHandler((exception, command, result) -> {
                    main.failure().print(command, exception);
                    return ExitCode.FAILED;
                });
    }

    Terminal terminal() {
        return terminal;
    }

    /** Returns the directory for files that are written without having been asked for by name. */
    Path directory() {
        return directory;
    }

    Interruption interruption() {
        return interruption;
    }

    Failure failure() {
        return new Failure(stackTrace);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: " + COMMANDS + ".");
    }

    private int refuse(ParameterException exception, List<String> arguments) {
        CommandLine command = exception.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        String message = Failure.oneLine(explain(exception, arguments));
        command.getErr().println("restore: " + message + (message.endsWith(".") ? "" : ".") + " See " + help + ".");
        return ExitCode.USAGE;
    }

    private static String explain(ParameterException exception, List<String> arguments) {
        Optional<String> unknown = UnknownOptions.first(exception.getCommandLine(), arguments);
        if (unknown.isPresent()) {
            return unknown.get();
        }
        boolean main = exception.getCommandLine().getParent() == null;
        if (main && exception instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (!first.startsWith("-")) {
                return "there is no command '" + first + "': there are " + COMMANDS;
            }
        }
        return String.valueOf(exception.getMessage());
    }

    /** Tells the version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"restore " + (version == null ? "(not packaged)" : version)};
        }
    }
}
