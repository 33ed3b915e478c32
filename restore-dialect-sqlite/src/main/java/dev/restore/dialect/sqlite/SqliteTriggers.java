package dev.restore.dialect.sqlite;

import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TriggerSuspension;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The triggers of one session, suppressed anew in each of its transactions. */
final class SqliteTriggers implements TriggerSuspension {

    private final SqlDatabase database;
    private final String schema;
    private @Nullable TriggerSuppression suppression;

    SqliteTriggers(SqlDatabase database, SqliteSchema schema) {
        this.database = database;
        this.schema = schema.database();
    }

    @Override
    public List<Obstacle> obstacles(Scope scope) throws SQLException {
        return new TriggerSuppression(database.connection(), schema)
                .obstacles(scope, database.settings().callersTransaction());
    }

    /** Suppresses them, if a scope says so, right after the transaction has begun. */
    void begin(Scope scope) throws SQLException {
        suppression = null;
        if (scope.triggers().suppressed()) {
            TriggerSuppression next = new TriggerSuppression(database.connection(), schema);
            next.suppress(scope);
            suppression = next;
        }
    }

    /** Returns whether the triggers of the tables fire while rows are loaded. */
    boolean fire() {
        return suppression == null;
    }

    @Override
    public void resume() throws SQLException {
        if (suppression != null) {
            suppression.resume();
        }
    }
}
