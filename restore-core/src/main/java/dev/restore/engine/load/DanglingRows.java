package dev.restore.engine.load;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.Outlet;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.intake.Intake;
import dev.restore.engine.intake.TableIntake;
import dev.restore.engine.keys.KeyFollowing;
import dev.restore.engine.reject.DanglingReferences;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RowError;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.TablePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the rows of the backup that refer to rows that are not there, after the check of the foreign keys has found that there are
 * some: the database tells which references lead nowhere, and the backup is read once more for the rows that hold them, until a few
 * of each foreign key are found.
 */
public final class DanglingRows {

    private static final Logger LOG = LoggerFactory.getLogger(DanglingRows.class);

    /** How many rows are named for each foreign key. */
    private static final int NAMED = 5;

    /** How many different references of one foreign key are looked for, each of which takes some 200 bytes of memory. */
    private static final int MAX_REFERENCES = 10_000;

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final RunContext run;
    private final Scope scope;
    private final KeyFollowing following;
    private final DanglingReferences missing;
    private final Map<ForeignKey, Found> found = new LinkedHashMap<>();

    /**
     * Creates one, to be used once.
     *
     * @param following leads the references of rows as it did when they were loaded
     */
    public DanglingRows(RunContext run, KeyFollowing following) {
        this.run = run;
        this.scope = run.plan().scope();
        this.following = following;
        this.missing = new DanglingReferences(scope.catalog());
    }

    /** The rows that were found of one foreign key. */
    private static final class Found {

        final List<RowError> rows = new ArrayList<>();
        boolean allReferences;
        long count;
    }

    /** Ends the reading when enough was found. */
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EnoughException() {
            super("enough rows were found", null, false, false);
        }
    }

    /**
     * Returns the failure with the rows that are to blame. Called in the transaction in which the foreign keys were found broken.
     *
     * @param end what became of everything, the end of a sentence
     */
    public VerificationException name(List<Violation> violations, String end) {
        boolean whole = false;
        try {
            for (Violation violation : violations) {
                ask(violation.foreignKey());
            }
            whole = !missing.isEmpty() && read();
        } catch (RestoreCancelledException e) {
            throw e;
        } catch (SQLException | RestoreException e) {
            LOG.debug("the rows that refer to nothing were not found", e);
        }
        List<String> sentences = new ArrayList<>();
        List<RowError> rows = new ArrayList<>();
        for (Violation violation : violations) {
            Found of = found.get(violation.foreignKey());
            sentences.add(violation.describe() + places(violation, of, whole));
            if (of != null) {
                rows.addAll(of.rows);
            }
        }
        return new VerificationException(
                String.join("; ", sentences) + ". The backup does not hold the rows that are referred to" + end,
                false,
                violations,
                rows);
    }

    private void ask(ForeignKey key) throws SQLException {
        if (holders(key).isEmpty()) {
            return;
        }
        List<List<String>> references = run.session().danglingReferences(key, MAX_REFERENCES);
        if (!references.isEmpty()) {
            missing.add(key, references);
            Found of = new Found();
            of.allReferences = references.size() < MAX_REFERENCES;
            found.put(key, of);
        }
    }

    /** Returns the loaded tables whose rows a foreign key may check. */
    private Set<TableName> holders(ForeignKey key) {
        return scope.loaded().stream()
                .filter(table -> isOrHolds(scope.catalog(), table, key.table())
                        || scope.catalog().descendants(key.table()).contains(table))
                .map(Table::name)
                .collect(Collectors.toSet());
    }

    private static boolean isOrHolds(Catalog catalog, Table table, TableName name) {
        return table.name().equals(name)
                || catalog.descendants(table.name()).stream()
                        .anyMatch(part -> part.name().equals(name));
    }

    /** Reads the backup, and returns whether it was read to its end. */
    private boolean read() {
        Set<TableName> active = new HashSet<>();
        found.keySet().forEach(key -> active.addAll(holders(key)));
        Map<TableName, Account> accounts = run.accounts(scope.loaded(), Map.of());
        Intake intake = new Intake(run.reader(), run.options(), new Search(), target -> Optional.empty(), 0, null);
        Set<String> wanted = new HashSet<>();
        for (TablePlan table : run.plan().tables()) {
            TableIntake rows = LoadStep.intake(table, run.plan(), run.options(), accounts, active, null);
            if (rows != null) {
                intake.add(table.source(), rows);
                wanted.add(table.source());
            }
        }
        try {
            run.reader().read(wanted::contains, null, intake);
            intake.flush();
            return true;
        } catch (EnoughException e) {
            return false;
        }
    }

    /** Looks at batches as they come. */
    private final class Search implements Outlet {

        private @Nullable RowBatch empty;

        @Override
        public void put(Item item) {
            run.watch().check(Phase.FINISH);
            if (item instanceof Item.Parcel parcel) {
                look(parcel.set(), following.lead(parcel.set(), parcel.batch()).rows());
                empty = parcel.batch();
            }
        }

        @Override
        public RowBatch takeEmpty() {
            RowBatch batch = empty;
            empty = null;
            return batch == null ? new RowBatch() : batch;
        }
    }

    private void look(ColumnSet set, RowBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            for (ForeignKey key : missing.allBrokenBy(set, batch, row)) {
                Found of = found.get(key);
                if (of == null) {
                    continue;
                }
                of.count++;
                if (of.rows.size() < NAMED) {
                    of.rows.add(new RowError(
                            set.account().name(),
                            batch.number(row),
                            batch.location(row),
                            batch.offset(row),
                            String.join(", ", key.columns()),
                            FOREIGN_KEY_VIOLATION,
                            "refers to a row that is missing: " + key.describe()));
                }
            }
        }
        if (found.values().stream().allMatch(of -> of.rows.size() == NAMED)) {
            throw new EnoughException();
        }
    }

    /** Says where the rows are, as far as that was found out, as the end of a sentence. */
    private String places(Violation violation, @Nullable Found of, boolean whole) {
        Set<TableName> emptied = scope.cleared().stream().map(Table::name).collect(Collectors.toSet());
        boolean hadRows = !emptied.contains(violation.foreignKey().table())
                && !emptied.containsAll(holders(violation.foreignKey()));
        boolean untouched = holders(violation.foreignKey()).isEmpty();
        if (untouched || (of != null && of.count == 0 && whole && of.allReferences && hadRows)) {
            return violation.rows() == 1
                    ? ": it is not of the backup but was there before"
                    : ": they are not of the backup but were there before";
        }
        if (of == null || of.rows.isEmpty()) {
            return "";
        }
        String named = of.rows.stream()
                .map(row -> "row " + row.row() + " (" + row.location() + ", byte " + row.offset() + ")")
                .collect(Collectors.joining(", "));
        return ": " + named + (violation.rows() > of.rows.size() ? " and others" : "");
    }
}
