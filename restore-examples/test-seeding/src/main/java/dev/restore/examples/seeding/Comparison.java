package dev.restore.examples.seeding;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what each tool makes of the same tests on each database. */
public final class Comparison {

    /** What is asked of a tool, and the test that asks it. */
    private static final Map<String, String> QUESTIONS = questions();

    private static final String WRONG_COLUMN = "names the wrong column of a seed";

    private final Path directory;

    Comparison(Path directory) {
        this.directory = directory;
    }

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("same next number", "anOrderGetsTheSameNumber");
        questions.put("rows besides the seed", "anOrderIsNotedBesideTheSeed");
        questions.put("commits of its own", "aJobCommitsByItself");
        return questions;
    }

    /**
     * What a tool did on a database.
     *
     * @param answers by question: empty where all is well, otherwise why not
     */
    record Finding(Tool tool, ShopDatabase database, Map<String, String> answers) {}

    /** Runs the tests and prints the table, as Markdown. */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("test-seeding");
        Comparison comparison = new Comparison(directory);
        try {
            List<Finding> findings = new ArrayList<>();
            Map<Finding, String> times = new LinkedHashMap<>();
            for (ShopDatabase database : ShopDatabase.values()) {
                for (Tool tool : Tool.values()) {
                    Finding finding = comparison.find(tool, database);
                    findings.add(finding);
                    times.put(finding, comparison.time(tool, database));
                }
            }
            print(findings, times, System.out);
        } finally {
            ShopDatabase.stop();
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    Finding find(Tool tool, ShopDatabase database) throws IOException, SQLException {
        Map<String, String> answers = new LinkedHashMap<>();
        for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
            database.make(directory);
            ShopRun run = ShopRun.of(tool.tests(), question.getValue());
            answers.put(question.getKey(), run.passed() ? "" : run.reason());
        }
        database.make(directory);
        ShopRun wrong = ShopRun.of(tool.wrong(), "aJobCommitsByItself");
        answers.put(
                WRONG_COLUMN,
                wrong.names("nickname", "customer") ? "" : wrong.passed() ? "passes over it" : wrong.reason());
        return new Finding(tool, database, answers);
    }

    private String time(Tool tool, ShopDatabase database) throws IOException, SQLException {
        database.make(directory);
        ShopRun run = ShopRun.of(tool.tests(), "twoTablesAreChanged");
        return run.passed() ? String.format(Locale.ROOT, "%.1f", run.millisecondsEach()) : "fails";
    }

    private static void print(List<Finding> findings, Map<Finding, String> times, PrintStream out) {
        out.println("| database | tool | lines: tests, seed | " + String.join(" | ", QUESTIONS.keySet()) + " | "
                + WRONG_COLUMN + " | ms a test |");
        out.println("|---|---|---|" + "---|".repeat(QUESTIONS.size() + 2));
        for (Finding finding : findings) {
            Tool tool = finding.tool();
            StringBuilder row = new StringBuilder("| " + finding.database() + " | " + tool.title() + " | "
                    + tool.linesOfTests() + ", " + tool.linesOfSeed());
            finding.answers().values().forEach(answer -> row.append(" | ").append(answer.isEmpty() ? "yes" : "no"));
            out.println(row + " | " + times.get(finding) + " |");
        }
        out.println();
        for (Finding finding : findings) {
            finding.answers().forEach((question, answer) -> {
                if (!answer.isEmpty()) {
                    out.println("- " + finding.database() + ", "
                            + finding.tool().title() + ", " + question + ": " + answer);
                }
            });
        }
    }
}
