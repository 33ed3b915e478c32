package dev.restore.examples.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What {@code --natural-key} says.
 *
 * @param table the table
 * @param paths what tells its rows apart: columns, or columns of rows that it refers to
 */
record NaturalKeyOption(String table, List<String> paths) {

    /**
     * Reads one.
     *
     * @throws ParameterException when it is none
     */
    static NaturalKeyOption of(String value, CommandSpec command) {
        int equals = value.indexOf('=');
        List<String> paths = List.of(value.substring(equals + 1).split(",", -1));
        if (equals < 1 || paths.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(
                    command.commandLine(), "--natural-key wants TABLE=PATH,..., not '" + value + "'.");
        }
        return new NaturalKeyOption(value.substring(0, equals), paths);
    }

    /** Returns the paths as the interface for programs takes them. */
    String[] columns() {
        return paths.toArray(String[]::new);
    }
}
