package dev.restore.examples.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How this program is called from a shell. */
final class Program {

    /** Set by the launcher script, which is on the path of whoever uses it. */
    private static final String NAME = "restore.program";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Program() {}

    /** Returns a command of this program as it can be pasted into a shell. */
    static String command(List<String> words) {
        return name() + " " + words.stream().map(Program::quoted).collect(Collectors.joining(" "));
    }

    private static String name() {
        String launcher = System.getProperty(NAME);
        if (launcher != null && !launcher.isBlank()) {
            return quoted(launcher);
        }
        CodeSource code = Program.class.getProtectionDomain().getCodeSource();
        try {
            if (code != null && code.getLocation().getPath().endsWith(".jar")) {
                return "java -jar " + quoted(Path.of(code.getLocation().toURI()).toString());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            return "restore";
        }
        return "restore";
    }

    /** Puts a word into quotes where a POSIX shell would make something else of it. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
