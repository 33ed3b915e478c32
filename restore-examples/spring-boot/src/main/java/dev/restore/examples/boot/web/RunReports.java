package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reports of runs, without the paths of this machine. */
@Component
class RunReports {

    private static final List<String> PATHS = List.of("backup", "safety_backup", "rejects_dir", "rejectsDir");

    private final JsonMapper json;

    RunReports(JsonMapper json) {
        this.json = json;
    }

    RunView view(RunState state) {
        return RunView.of(state, report(state.entry().report()));
    }

    private @Nullable JsonNode report(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        JsonNode report = json.readTree(text);
        if (report instanceof ObjectNode object) {
            object.remove(PATHS);
        }
        return report;
    }
}
