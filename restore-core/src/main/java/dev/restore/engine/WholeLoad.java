package dev.restore.engine;

import dev.restore.backup.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Loads until every reference leads to a row. When rows are rejected, others may refer to them: these are found by the check
 * of the foreign keys, everything is rolled back to the emptied tables, and the backup is read again without them, so that
 * each is rejected with its own place in the backup. One more reading for each step of such a chain.
 */
final class WholeLoad {

    /** Past this many different dangling references of one key the backup is not short of a few rows but of a table. */
    private static final int MOST_REFERENCES = 100_000;

    private final RestorePlan plan;
    private final RestoreOptions options;
    private final BackupReader reader;
    private final Connection connection;
    private final Dialect.Session session;
    private final Rejects rejects;
    private final ContentCheck content;
    private final HeapPeak heap;
    private final Watch watch;
    private Map<TableName, Account> accounts = Map.of();

    WholeLoad(
            RestorePlan plan,
            RestoreOptions options,
            BackupReader reader,
            Connection connection,
            Dialect.Session session,
            Rejects rejects,
            ContentCheck content,
            HeapPeak heap,
            Watch watch) {
        this.plan = plan;
        this.options = options;
        this.reader = reader;
        this.connection = connection;
        this.session = session;
        this.rejects = rejects;
        this.content = content;
        this.heap = heap;
        this.watch = watch;
    }

    /** Loads everything, checks the foreign keys and returns how many rows went in. */
    long load() throws SQLException {
        Exclusions exclusions = new Exclusions(plan.scope().catalog());
        Savepoint cleared = options.rowErrors().rejects() ? connection.setSavepoint() : null;
        while (true) {
            accounts = newAccounts();
            long rows;
            try (BatchLoader loader = new BatchLoader(connection, session, rejects, exclusions, content)) {
                rows = new LoadStep(plan, options, reader, loader, accounts, heap, watch).load();
            }
            List<Violation> violations = session.resumeForeignKeys(plan.scope());
            if (violations.isEmpty()) {
                return rows;
            }
            if (cleared == null || !learn(exclusions, violations)) {
                throw broken(violations);
            }
            connection.rollback(cleared);
            rejects.restart();
            content.restart();
        }
    }

    /** Returns the accounts of the last loading. */
    Map<TableName, Account> accounts() {
        return accounts;
    }

    /**
     * Notes the references that lead nowhere, of the first tables in load order that have any: rows further on may refer to one
     * that goes in only because a bad row before it does not.
     */
    private boolean learn(Exclusions exclusions, List<Violation> violations) throws SQLException {
        Map<TableName, Integer> levels = levels();
        int first = violations.stream()
                .map(violation -> levels.get(violation.foreignKey().table()))
                .filter(Objects::nonNull)
                .mapToInt(level -> level)
                .min()
                .orElse(-1);
        boolean learned = false;
        for (Violation violation : violations) {
            Integer level = levels.get(violation.foreignKey().table());
            if (level == null || level != first) {
                continue;
            }
            List<List<String>> references = session.danglingReferences(violation.foreignKey(), MOST_REFERENCES);
            if (references.size() == MOST_REFERENCES) {
                return false;
            }
            learned |= exclusions.add(violation.foreignKey(), references);
        }
        return learned;
    }

    private Map<TableName, Integer> levels() {
        Catalog catalog = plan.scope().catalog();
        LoadOrder order = LoadOrder.of(catalog, plan.scope().loaded());
        Map<TableName, Integer> levels = new HashMap<>();
        for (Table table : plan.scope().loaded()) {
            int level = order.level(table.name());
            catalog.descendants(table.name()).forEach(part -> levels.putIfAbsent(part.name(), level));
            levels.put(table.name(), level);
        }
        return levels;
    }

    private static VerificationException broken(List<Violation> violations) {
        return new VerificationException(
                violations.stream().map(Violation::describe).collect(Collectors.joining("; "))
                        + ". The backup does not hold the rows that are referred to; everything was rolled back.",
                violations);
    }

    private Map<TableName, Account> newAccounts() {
        Map<TableName, Account> fresh = new LinkedHashMap<>();
        for (Table table : plan.scope().loaded()) {
            fresh.put(table.name(), new Account(table, plan.scope().catalog().spell(table.name())));
        }
        return fresh;
    }
}
