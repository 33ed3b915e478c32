package dev.restore.examples.benchmark;

import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** jackson-core by itself, with its defaults: every token of the file, nothing done with it. */
final class ParseTokens implements Work {

    private final Path file;
    private long tokens;

    ParseTokens(Path file) {
        this.file = file;
    }

    @Override
    public void run() {
        tokens = 0;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), file.toFile())) {
            while (parser.nextToken() != null) {
                parser.finishToken();
                tokens++;
            }
        }
    }

    long tokens() {
        return tokens;
    }

    @Override
    public Map<String, Double> figures() {
        return Map.of("tokens", (double) tokens);
    }
}
