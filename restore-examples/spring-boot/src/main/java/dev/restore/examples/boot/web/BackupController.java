package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.Audit;
import dev.restore.examples.boot.operations.BackupStore;
import dev.restore.examples.boot.operations.Requester;
import dev.restore.examples.boot.operations.RestoreOperations;
import dev.restore.examples.boot.operations.RestoreRequest;
import dev.restore.examples.boot.operations.RunRegister;
import dev.restore.examples.boot.operations.StoredBackup;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Backups: what there is, new ones, and what is done with them. */
@RestController
@RequestMapping("/api/backups")
class BackupController {

    private final BackupStore store;
    private final RestoreOperations operations;
    private final RunRegister register;
    private final Audit audit;

    BackupController(BackupStore store, RestoreOperations operations, RunRegister register, Audit audit) {
        this.store = store;
        this.operations = operations;
        this.register = register;
        this.audit = audit;
    }

    /**
     * What a new backup is called.
     *
     * @param name the name; one is made when there is none
     */
    record NewBackup(@Nullable String name) {}

    @GetMapping
    List<BackupView> list() {
        return store.list().stream().map(BackupView::of).toList();
    }

    @GetMapping("/{id}")
    BackupView get(@PathVariable String id) {
        return BackupView.of(store.get(id));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RunView> create(
            @RequestBody NewBackup body,
            @RequestHeader(name = Answers.KEY, required = false) @Nullable String key,
            Principal user) {
        return Answers.accepted(operations.backup(body.name(), Answers.requester(user, key)), register);
    }

    /** The body is streamed to the disk; its content, not its name or type, says whether it is a backup. */
    @PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<BackupView> upload(
            @RequestParam(defaultValue = "") String name, HttpServletRequest request, Principal user)
            throws IOException {
        if (request.getContentLengthLong() > store.maxUpload()) {
            throw store.tooLarge();
        }
        StoredBackup backup = store.upload(request.getInputStream(), name, user.getName());
        audit.write(user.getName(), "UPLOAD", backup.id());
        return ResponseEntity.created(URI.create("/api/backups/" + backup.id())).body(BackupView.of(backup));
    }

    @GetMapping("/{id}/content")
    ResponseEntity<Resource> download(@PathVariable String id, Principal user) {
        StoredBackup backup = store.get(id);
        audit.write(user.getName(), "DOWNLOAD", id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(backup.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .eTag('"' + backup.sha256() + '"')
                .body(new FileSystemResource(store.file(backup)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String id, Principal user) {
        operations.delete(store.get(id));
        audit.write(user.getName(), "DELETE", id);
    }

    @PostMapping("/{id}/plan")
    PlanView plan(@PathVariable String id, @RequestBody RestoreRequest request) {
        StoredBackup backup = store.get(id);
        return PlanView.of(operations.plan(backup, request), backup, operations.databaseName());
    }

    @PostMapping("/{id}/restore")
    ResponseEntity<RunView> restore(
            @PathVariable String id,
            @RequestBody RestoreRequest request,
            @RequestHeader(name = Answers.KEY, required = false) @Nullable String key,
            Principal user) {
        Requester requester = Answers.requester(user, key);
        return Answers.accepted(operations.restore(store.get(id), request, requester), register);
    }

    @PostMapping("/{id}/drill")
    ResponseEntity<RunView> drill(
            @PathVariable String id,
            @RequestHeader(name = Answers.KEY, required = false) @Nullable String key,
            Principal user) {
        return Answers.accepted(operations.drill(store.get(id), Answers.requester(user, key)), register);
    }
}
