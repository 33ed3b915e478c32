package dev.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document in Markdown.
 *
 * @param path where it is
 * @param lines its lines
 */
record Document(Path path, List<String> lines) {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> DIRECTORIES =
            List.of("", ".github", "restore-core", "restore-core/docs", "restore-examples/dialect-mariadb");

    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern MARKUP = Pattern.compile("`|\\[|\\]\\([^)]*\\)");
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    /**
     * Code between fences.
     *
     * @param line where its first line stands, from 1
     * @param text its lines
     */
    record Code(int line, String text) {}

    Document {
        lines = List.copyOf(lines);
    }

    /** Reads a document, whose path is relative to the directory of the whole project. */
    static Document of(String path) {
        return of(ROOT.resolve(path));
    }

    static Document of(Path path) {
        try {
            return new Document(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the README and everything that is written beside the code. */
    static List<Document> all() throws IOException {
        List<Document> all = new ArrayList<>();
        for (Path directory : DIRECTORIES.stream()
                .map(ROOT::resolve)
                .filter(Files::isDirectory)
                .toList()) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .map(Document::of)
                        .forEach(all::add);
            }
        }
        return all;
    }

    String name() {
        return ROOT.relativize(path).toString();
    }

    String text() {
        return String.join("\n", lines);
    }

    /** Returns what its links lead to. */
    List<String> links() {
        return LINK.matcher(String.join("\n", prose()))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Returns the anchors of its headings. */
    List<String> anchors() {
        return prose().stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(heading -> MARKUP.matcher(heading.group(1)).replaceAll(""))
                .map(heading ->
                        NOT_IN_ANCHORS.matcher(heading.toLowerCase(Locale.ROOT)).replaceAll(""))
                .map(heading -> heading.replace(' ', '-'))
                .toList();
    }

    /** Returns the code in a language. */
    List<Code> code(String language) {
        List<Code> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int end = i + 1;
                while (!lines.get(end).equals(FENCE)) {
                    end++;
                }
                if (lines.get(i).equals(FENCE + language)) {
                    found.add(new Code(i + 2, String.join("\n", lines.subList(i + 1, end))));
                }
                i = end;
            }
        }
        return found;
    }

    /** Returns the cells of the first table whose head has these cells, without the head. */
    List<List<String>> table(String... head) {
        return lines.stream()
                .dropWhile(line -> !cells(line).equals(List.of(head)))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(Document::cells)
                .toList();
    }

    /** Returns the cells of all rows of tables that begin with code. */
    Stream<List<String>> rows() {
        return lines.stream().filter(line -> line.startsWith("| `")).map(Document::cells);
    }

    private static List<String> cells(String line) {
        return BAR.splitAsStream(line).skip(1).map(String::strip).toList();
    }

    private List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        return prose;
    }
}
