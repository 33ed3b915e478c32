package dev.restore.examples.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the figures depend on: the machine, the versions, the commit. */
final class Machine {

    private Machine() {}

    static Map<String, String> describe(Set<String> urls) throws InterruptedException, SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commit", commit());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("processor", processor());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean operatingSystem) {
            facts.put("memory_mib", Long.toString(operatingSystem.getTotalMemorySize() >> 20));
        }
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        for (String url : new TreeSet<>(urls)) {
            try (Connection connection = DriverManager.getConnection(url)) {
                facts.put(
                        connection.getMetaData().getDatabaseProductName(),
                        connection.getMetaData().getDatabaseProductVersion());
            }
        }
        return facts;
    }

    /** Of the sources that this was built from, wherever it is run. */
    private static String commit() throws InterruptedException {
        try {
            Path built = Path.of(Machine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String sources = built.toAbsolutePath().resolveSibling(".").toString();
            return ToolRun.of(List.of("git", "-C", sources, "describe", "--always", "--dirty"), Map.of())
                    .output()
                    .strip();
        } catch (IOException | URISyntaxException e) {
            return "unknown";
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
