package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The documents name the commands and options that there are, and no others. */
class CommandLineDocumentTest {

    private static final Path DOCUMENTS = Path.of("../../restore-core/docs");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern COMMAND = Pattern.compile("`([a-z]+)`");
    private static final Pattern RANGE = Pattern.compile("\\b1 to [\\d,]*\\d");
    private static final Pattern NUMBER = Pattern.compile("[\\d,]+");
    private static final Pattern CODE = Pattern.compile("\\d+");
    private static final Set<String> STANDARD = Set.of("--help", "--version");

    @Test
    void everyOptionIsListedWithItsCommands() throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (List<String> row : table("command-line.md", "option", "commands")) {
            found(COMMAND, row.get(1))
                    .forEach(command -> listed.computeIfAbsent(command, c -> new TreeSet<>())
                            .addAll(found(OPTION, row.get(0)).toList()));
        }
        assertThat(listed).isEqualTo(options());
    }

    @Test
    void everyCommandIsListed() throws IOException {
        assertThat(table("command-line.md", "command").stream().flatMap(row -> found(COMMAND, row.get(0))))
                .containsExactlyInAnyOrderElementsOf(options().keySet());
    }

    @Test
    void theOptionsBesideTheMethodsAreThere() throws IOException {
        assertThat(options().get("run"))
                .containsAll(table("options.md", "method", "command line", "default").stream()
                        .flatMap(row -> found(OPTION, row.get(1)))
                        .toList());
        assertThat(options().get("backup"))
                .containsAll(table("backups.md", "method", "command line", "default").stream()
                        .flatMap(row -> found(OPTION, row.get(1)))
                        .toList());
    }

    /** The document's ranges and defaults are those of the library, which a test of the library sees to. */
    @Test
    void theRangesInTheHelpAreThoseOfTheDocument() throws IOException {
        Map<String, OptionSpec> options = new TreeMap<>();
        Objects.requireNonNull(commands().get("run"))
                .getCommandSpec()
                .options()
                .forEach(option -> options.put(option.longestName(), option));
        int ranges = 0;
        for (List<String> row : table("options.md", "method", "command line", "default")) {
            Matcher range = RANGE.matcher(row.get(3));
            if (!NUMBER.matcher(row.get(2)).matches() || !range.find()) {
                continue;
            }
            OptionSpec option = Objects.requireNonNull(
                    options.get(found(OPTION, row.get(1)).findFirst().orElseThrow()));
            assertThat(String.join(" ", option.description()))
                    .contains("from " + range.group().replace(",", ""));
            assertThat(option.defaultValue()).isEqualTo(row.get(2).replace(",", ""));
            ranges++;
        }
        assertThat(ranges).isEqualTo(2);
    }

    @Test
    void everyExitCodeIsListed() throws IOException {
        assertThat(table("command-line.md", "exit code").stream().flatMap(row -> found(CODE, row.get(0))))
                .extracting(Integer::valueOf)
                .containsExactly(
                        ExitCode.COMPLETE,
                        ExitCode.LOSS,
                        ExitCode.USAGE,
                        ExitCode.FAILED,
                        ExitCode.FAILED_AFTER_COMMIT,
                        130,
                        143);
    }

    /** Returns the commands that the help shows. */
    private static Map<String, CommandLine> commands() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Map<String, CommandLine> commands = new TreeMap<>(
                Main.commandLine(Terminal.system(), Path.of(""), nowhere, nowhere, new Interruption(nowhere))
                        .getSubcommands());
        commands.remove("help");
        commands.values()
                .removeIf(command -> command.getCommandSpec().usageMessage().hidden());
        return commands;
    }

    /** Returns the options of each command that its help shows. */
    private static Map<String, Set<String>> options() {
        Map<String, Set<String>> options = new TreeMap<>();
        commands()
                .forEach((name, command) -> options.put(
                        name,
                        command.getCommandSpec().options().stream()
                                .filter(option -> !option.hidden())
                                .map(OptionSpec::longestName)
                                .filter(option -> !STANDARD.contains(option))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return options;
    }

    /** Returns the rows of all tables of a document whose head begins with these cells. */
    private static List<List<String>> table(String document, String... head) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean within = false;
        for (String line : Files.readAllLines(DOCUMENTS.resolve(document))) {
            List<String> cells =
                    BAR.splitAsStream(line).skip(1).map(String::strip).toList();
            boolean heads =
                    cells.size() >= head.length && cells.subList(0, head.length).equals(List.of(head));
            if (within && !cells.isEmpty() && !cells.get(0).startsWith("---")) {
                rows.add(cells);
            }
            within = heads || (within && !cells.isEmpty());
        }
        assertThat(rows).as(document).isNotEmpty();
        return rows;
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(match.groupCount()));
    }
}
