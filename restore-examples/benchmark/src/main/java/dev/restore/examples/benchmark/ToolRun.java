package dev.restore.examples.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that ran to its end.
 *
 * @param seconds how long it took, from before its start to its end
 * @param memory the most memory that was seen resident, in bytes, 0 where that is not known
 * @param output what it printed, errors too
 */
record ToolRun(double seconds, long memory, String output) {

    private static final int LOOKS_MILLIS = 20;

    /** Runs a command, and fails when it does. */
    static ToolRun of(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        File output = File.createTempFile("benchmark", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            process.getOutputStream().close();
            long memory = 0;
            while (!process.waitFor(LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                memory = Math.max(memory, Memory.most(Long.toString(process.pid())));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + " ended with " + process.exitValue() + ": " + text);
            }
            return new ToolRun(seconds, memory, text);
        } finally {
            Files.deleteIfExists(output.toPath());
        }
    }

    Measurement measurement() {
        return new Measurement(seconds, seconds, memory, Map.of());
    }

    /** Returns why something cannot be measured that needs these programs, empty when it can. */
    static Optional<String> missing(String... programs) {
        try {
            List<String> missing = new ArrayList<>();
            for (String program : programs) {
                if (find(program).isEmpty()) {
                    missing.add(program);
                }
            }
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            String.join(" and ", missing) + (missing.size() > 1 ? " are" : " is") + " not on the path");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks for a program on the path and where Debian puts those of PostgreSQL. */
    static Optional<String> find(String program) throws IOException {
        String path = System.getenv("PATH");
        Stream<Path> onPath = Arrays.stream((path == null ? "" : path).split(File.pathSeparator, -1))
                .map(Path::of);
        Path debian = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(debian)) {
            return first(onPath, program);
        }
        try (Stream<Path> versions = Files.list(debian)) {
            return first(Stream.concat(onPath, versions.map(version -> version.resolve("bin"))), program);
        }
    }

    private static Optional<String> first(Stream<Path> directories, String program) {
        return directories
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
