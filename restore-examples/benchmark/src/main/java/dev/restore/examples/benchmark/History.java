package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A file with one line of JSON for each invocation. */
final class History {

    private final Path file;

    History(Path file) {
        this.file = file;
    }

    void add(Map<String, String> machine, String heap, List<Result> results) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("machine", machine);
        line.put("heap", heap);
        List<Object> cases = new ArrayList<>();
        for (Result result : results) {
            for (Series series : result.series()) {
                cases.add(entry(result, series));
            }
        }
        line.put("measured", cases);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(
                file,
                JsonMapper.shared().writeValueAsString(line) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static Map<String, Object> entry(Result result, Series series) {
        Clock clock = result.of().clock();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("case", result.of().name());
        entry.put("system", series.peer());
        entry.put("rows", result.of().data().rows());
        entry.put("time", clock.text);
        entry.put("seconds", series.seconds(clock));
        entry.put("median", series.median(clock));
        entry.put("memory_bytes", (long) series.memory());
        Map<String, Double> figures = new LinkedHashMap<>();
        series.runs().get(0).figures().keySet().forEach(name -> figures.put(name, series.figure(name)));
        entry.put("figures", figures);
        return entry;
    }
}
