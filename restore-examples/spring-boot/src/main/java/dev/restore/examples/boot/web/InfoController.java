package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.Audit;
import dev.restore.examples.boot.operations.BackupStore;
import dev.restore.examples.boot.operations.RestoreOperations;
import dev.restore.history.RunAction;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is logged in, what the database holds, and who did what. */
@RestController
@RequestMapping("/api")
class InfoController {

    private static final int AUDIT_LINES = 200;

    private final RestoreOperations operations;
    private final BackupStore store;
    private final TableCounts counts;
    private final Audit audit;
    private final HealthEndpoint health;

    InfoController(
            RestoreOperations operations, BackupStore store, TableCounts counts, Audit audit, HealthEndpoint health) {
        this.operations = operations;
        this.store = store;
        this.counts = counts;
        this.audit = audit;
        this.health = health;
    }

    /** Who is logged in. */
    record Session(String name, boolean mayChange, String database, long maxUpload) {}

    /** The database. */
    record Database(String name, String product, List<TableCounts.Table> tables) {}

    @GetMapping("/session")
    ResponseEntity<Session> session(Authentication user) {
        boolean admin = user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch("ROLE_ADMIN"::equals);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Session(user.getName(), admin, operations.databaseName(), store.maxUpload()));
    }

    @GetMapping("/database")
    Database database() throws SQLException {
        return new Database(operations.databaseName(), counts.product(), counts.tables());
    }

    /** Health with its details: the age of the last backup, the last drill. */
    @GetMapping("/health")
    @Nullable
    Object health() {
        return health.healthForPath("restore");
    }

    @GetMapping("/audit")
    List<RunAction> audit() {
        return audit.newest(AUDIT_LINES);
    }
}
