package dev.restore.examples.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Finds an option that a command does not have: that is the mistake, even where another option is missing, too. */
final class UnknownOptions {

    private UnknownOptions() {}

    /** Returns what to say of the first unknown option after the name of a command, empty where there is none. */
    static Optional<String> first(CommandLine command, List<String> arguments) {
        if (command.getParent() == null) {
            return Optional.empty();
        }
        Map<String, OptionSpec> known = command.getCommandSpec().optionsMap();
        int from = arguments.indexOf(command.getCommandName()) + 1;
        for (int i = from; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            OptionSpec option = known.get(name);
            if (option == null) {
                return Optional.of(words(name, command));
            }
            if (equals < 0 && option.arity().max() > 0) {
                i++;
            }
        }
        return Optional.empty();
    }

    private static String words(String name, CommandLine command) {
        if (name.startsWith("--pass") && command.getCommandSpec().findOption("--password-env") != null) {
            return "there is no " + name + ", as others can see what stands on a command line:"
                    + " put the password into an environment variable and name that with --password-env";
        }
        return "Unknown option: '" + name + "'";
    }
}
