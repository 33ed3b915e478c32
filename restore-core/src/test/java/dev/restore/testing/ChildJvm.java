package dev.restore.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVMs that tests start beside their own: the same JDK and class path, and as quick to start as can be. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Returns the command that starts one.
     *
     * @param options options of the JVM, which come after those that all have
     */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        return command(options, System.getProperty("java.class.path"), main, arguments);
    }

    /** Returns the command that starts one with a class path of its own. */
    static List<String> command(List<String> options, String classPath, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Drivers load native code, of which JDK 24 and later warn otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }
}
