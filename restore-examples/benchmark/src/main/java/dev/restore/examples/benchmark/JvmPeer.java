package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A system in a JVM of its own, with the same settings as all others.
 *
 * @param name its name
 * @param format what it reads
 * @param heap its heap, as -Xmx takes it
 */
record JvmPeer(String name, Format format, String heap) implements Peer {

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Duser.timezone=UTC",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        command.addAll(List.of(Child.arguments(name, job)));
        ToolRun run = ToolRun.of(command, Map.of());
        Map<String, Double> figures = new HashMap<>();
        run.output().lines().filter(line -> line.startsWith(Child.MARK)).forEach(line -> {
            int equals = line.lastIndexOf('=');
            figures.put(line.substring(Child.MARK.length(), equals), Double.parseDouble(line.substring(equals + 1)));
        });
        Double inside = figures.remove("time");
        Double memory = figures.remove("memory");
        if (inside == null || memory == null) {
            throw new IOException(name + " did not say what it took: " + run.output());
        }
        return new Measurement(run.seconds(), inside, memory.longValue(), Map.copyOf(figures));
    }
}
