package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Table;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TriggerSuspension;
import dev.restore.dialect.postgres.measure.TriggerSuppression;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The triggers and rules of one session's tables, suppressed anew in each of its transactions. */
final class PostgresTriggers implements TriggerSuspension {

    private final PostgresSchema schema;
    private @Nullable TriggerSuppression suppression;

    PostgresTriggers(PostgresSchema schema) {
        this.schema = schema;
    }

    @Override
    public List<Obstacle> obstacles(Scope scope) throws SQLException {
        return new TriggerSuppression(schema.connection(), schema.known()).obstacles(scope);
    }

    /** Suppresses them, if a scope says so, right after the transaction has begun. */
    void begin(Scope scope) throws SQLException {
        suppression = null;
        if (scope.triggers().suppressed()) {
            TriggerSuppression next = new TriggerSuppression(schema.connection(), schema.known());
            Set<Table> tables = new LinkedHashSet<>(scope.loaded());
            tables.addAll(scope.cleared());
            schema.locks().changing(tables, () -> next.suppress(scope));
            suppression = next;
        }
    }

    @Override
    public void resume() throws SQLException {
        if (suppression != null) {
            suppression.resume();
        }
    }
}
