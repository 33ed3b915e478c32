package dev.restore.dialect.postgres.session;

import dev.restore.dialect.Failure;
import dev.restore.dialect.Failures;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.Scope;
import dev.restore.dialect.postgres.load.Diagnosis;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the server throws. */
final class PostgresFailures implements Failures {

    private static final String TRIGGER_SOURCES = """
            SELECT DISTINCT p.prosrc
            FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND p.prosrc IS NOT NULL""";

    private final PostgresSchema schema;
    private final PostgresLoading loading;
    private @Nullable String triggerTexts;

    PostgresFailures(PostgresSchema schema, PostgresLoading loading) {
        this.schema = schema;
        this.loading = loading;
    }

    /** Reads what the functions of triggers say, before anything fails: a failed transaction answers nothing. */
    void readAhead(Scope scope) throws SQLException {
        if (triggerTexts == null
                && Stream.concat(scope.loaded().stream(), scope.cleared().stream())
                        .anyMatch(table -> !table.triggers().isEmpty())) {
            triggerTexts = triggerSources();
        }
    }

    private String triggerSources() throws SQLException {
        StringBuilder sources = new StringBuilder();
        try (Statement statement = schema.connection().createStatement();
                ResultSet row = statement.executeQuery(TRIGGER_SOURCES)) {
            while (row.next()) {
                sources.append(row.getString(1)).append('\n');
            }
        }
        return sources.toString();
    }

    @Override
    public Failure diagnose(SQLException failure) {
        return new Diagnosis(schema.ifKnown(), loading.position()).of(failure);
    }

    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        return ServerMessages.withoutValues(failure, redaction, triggerTexts == null ? "" : triggerTexts);
    }
}
