package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.RefusedException;
import dev.restore.examples.boot.operations.RestoreOperations;
import dev.restore.examples.boot.operations.RunRegister;
import dev.restore.examples.boot.operations.RunState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Runs: where they are, and what is done about them. */
@RestController
@RequestMapping("/api/runs")
class RunController {

    private static final int MAX_LIMIT = 200;

    private final RunRegister register;
    private final RestoreOperations operations;
    private final RunReports reports;
    private final RunEvents events;

    RunController(RunRegister register, RestoreOperations operations, RunReports reports, RunEvents events) {
        this.register = register;
        this.operations = operations;
        this.reports = reports;
        this.events = events;
    }

    /**
     * What confirms a way back.
     *
     * @param confirm the name of the database
     */
    record Confirmation(@Nullable String confirm) {}

    @GetMapping
    List<RunView> list(@RequestParam(defaultValue = "50") int limit, @RequestParam(defaultValue = "0") int offset) {
        if (limit < 1 || limit > MAX_LIMIT || offset < 0) {
            throw new RefusedException(RefusedException.Reason.INVALID, "limit is from 1 to 200, offset 0 or more.");
        }
        return register.list(limit, offset).stream()
                .map(state -> RunView.of(state, null))
                .toList();
    }

    @GetMapping("/{id}")
    RunView get(@PathVariable String id) {
        return reports.view(register.get(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(@PathVariable String id) {
        register.get(id);
        return events.follow(id);
    }

    @GetMapping("/{id}/rejects")
    ResponseEntity<StreamingResponseBody> rejects(@PathVariable String id, Principal user) {
        RunState state = register.get(id);
        if (state.detail() == null || !state.rejects()) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "No rows were rejected.");
        }
        List<Path> files = register.rejects(state.detail());
        register.audit(id, user.getName(), "DOWNLOAD_REJECTS");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("rejects.ndjson", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(out -> copy(files, out));
    }

    private static void copy(List<Path> files, OutputStream out) throws IOException {
        for (Path file : files) {
            Files.copy(file, out);
        }
    }

    @PostMapping("/{id}/cancel")
    RunView cancel(@PathVariable String id, Principal user) {
        register.cancel(id, user.getName());
        return reports.view(register.get(id));
    }

    @PostMapping("/{id}/undo")
    ResponseEntity<RunView> undo(
            @PathVariable String id,
            @RequestBody Confirmation body,
            @RequestHeader(name = Answers.KEY, required = false) @Nullable String key,
            Principal user) {
        return Answers.accepted(operations.undo(id, body.confirm(), Answers.requester(user, key)), register);
    }

    @PostMapping("/{id}/resume")
    ResponseEntity<RunView> resume(@PathVariable String id, Principal user) {
        return Answers.accepted(operations.resume(id, user.getName()), register);
    }

    @PostMapping("/{id}/close")
    RunView close(@PathVariable String id, Principal user) {
        register.close(id, user.getName());
        return reports.view(register.get(id));
    }
}
