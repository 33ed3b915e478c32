package dev.restore.engine.load;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.keys.KeyFollowing;
import dev.restore.engine.reject.DanglingReferences;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.VerificationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Loads until every reference leads to a row. When rows are rejected, others may refer to them: these are found by the check
 * of the foreign keys, everything is rolled back to the emptied tables, and the backup is read again without them, so that
 * each is rejected with its own place in the backup. One more reading for each step of such a chain.
 */
public final class WholeLoad implements Load {

    /** Past this many different dangling references of one key the backup is not short of a few rows but of a table. */
    private static final int MAX_REFERENCES = 100_000;

    /** A chain of rows that are found by what refers to others of them takes one reading for each of its links. */
    private static final int MAX_READINGS = 30;

    private final RunContext run;
    private final Dialect.Session session;
    private final ContentCheck content;
    private final Scope scope;
    private final List<Set<TableName>> passes;
    private final KeyFollowing following;
    private final Supplier<LoadProgress> beginning;
    private Map<TableName, Account> accounts = Map.of();

    /**
     * Creates a load.
     *
     * @param scope the tables to load
     * @param passes which of them in each reading of the backup
     * @param beginning is asked when the first row comes, and whenever all is read again, what is told how far it is
     */
    public WholeLoad(
            RunContext run,
            ContentCheck content,
            Scope scope,
            List<Set<TableName>> passes,
            Supplier<LoadProgress> beginning) {
        this.beginning = beginning;
        this.run = run;
        this.session = run.session();
        this.content = content;
        this.scope = scope;
        this.passes = List.copyOf(passes);
        this.following = new KeyFollowing(FollowedKeys.of(run.plan()));
    }

    @Override
    public long load() throws SQLException {
        DanglingReferences danglingReferences = new DanglingReferences(scope.catalog());
        Connection connection = run.connection();
        Rejects rejects = run.rejects();
        boolean mayRepeat = run.options().badRows().setAside() || !following.isEmpty();
        Savepoint cleared = mayRepeat ? connection.setSavepoint() : null;
        Rejects.Mark start = rejects.mark();
        int readings = 0;
        while (true) {
            OptionalLong rows = read(danglingReferences, ++readings);
            if (rows.isPresent()) {
                readings = 0;
                List<Violation> violations = ForeignKeyCheck.violations(session, scope);
                if (violations.isEmpty()) {
                    return rows.getAsLong();
                }
                if (!run.options().badRows().setAside() || !learn(danglingReferences, violations)) {
                    throw new DanglingRows(run, following).name(violations, "; everything was rolled back.");
                }
            }
            if (cleared == null) {
                throw new IllegalStateException("there is nothing to go back to");
            }
            connection.rollback(cleared);
            cleared = connection.setSavepoint();
            session.loadsAgain();
            rejects.restart(start);
            content.restart(accounts.keySet());
        }
    }

    /**
     * Loads everything once and returns how many rows went in; nothing when it has to be done again, because rows are there under
     * other keys than rows before them could know.
     */
    private OptionalLong read(DanglingReferences danglingReferences, int readings) throws SQLException {
        accounts = run.accounts(scope.loaded(), Map.of());
        following.begin();
        long rows;
        try (BatchLoader loader = new BatchLoader(
                run.connection(),
                session,
                run.rejects(),
                danglingReferences,
                following,
                content,
                savepoints(),
                run.messages())) {
            rows = new LoadStep(run, loader, accounts, beginning.get()).load(passes);
        } catch (LoadException e) {
            if (readings < MAX_READINGS && following.mayGoOn()) {
                return OptionalLong.empty();
            }
            throw e;
        }
        if (!following.settle()) {
            return OptionalLong.of(rows);
        }
        if (readings >= MAX_READINGS) {
            throw new VerificationException(
                    "After " + MAX_READINGS
                            + " readings of the backup it is still not certain which rows are there under which"
                            + " keys: "
                            + String.join(" ", following.notes())
                            + " Tell the rows apart by their primary key; everything was rolled back.",
                    List.of());
        }
        return OptionalLong.empty();
    }

    private BatchLoader.Savepoints savepoints() {
        if (run.plan().measure().optimistic()) {
            return BatchLoader.Savepoints.NONE;
        }
        return scope.optimistic() && !run.options().badRows().setAside()
                ? BatchLoader.Savepoints.WHERE_THEY_COST_NOTHING
                : BatchLoader.Savepoints.EACH_BATCH;
    }

    @Override
    public List<String> notes() {
        return following.notes();
    }

    @Override
    public Map<TableName, Account> accounts() {
        return accounts;
    }

    /**
     * Notes the references that lead nowhere, of the first tables in load order that have any: rows further on may refer to one
     * that goes in only because a bad row before it does not.
     */
    private boolean learn(DanglingReferences danglingReferences, List<Violation> violations) throws SQLException {
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
            List<List<String>> references = session.danglingReferences(violation.foreignKey(), MAX_REFERENCES);
            if (references.size() == MAX_REFERENCES) {
                return false;
            }
            learned |= danglingReferences.add(violation.foreignKey(), references);
        }
        return learned;
    }

    private Map<TableName, Integer> levels() {
        Catalog catalog = scope.catalog();
        LoadOrder order = LoadOrder.of(catalog, scope.loaded());
        Map<TableName, Integer> levels = new HashMap<>();
        for (Table table : scope.loaded()) {
            int level = order.level(table.name());
            catalog.descendants(table.name()).forEach(part -> levels.putIfAbsent(part.name(), level));
            levels.put(table.name(), level);
        }
        return levels;
    }
}
