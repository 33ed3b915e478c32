package dev.restore.engine.step;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.NextValue;
import dev.restore.engine.batch.Account;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.planning.NumberedTables;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import dev.restore.plan.Verify;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that what is in the database is what should be there, and moves sequences past it. */
public final class FinishStep {

    private final RunContext run;
    private final RestorePlan plan;
    private final Dialect.Session session;
    private final Map<TableName, Account> accounts;
    private final Map<TableName, Long> rowsBefore;
    private final ContentCheck content;

    /**
     * Creates a step.
     *
     * @param accounts the accounts of all tables
     * @param rowsBefore how many rows of each table were there and stay
     * @param content what the rows should look like
     */
    public FinishStep(
            RunContext run, Map<TableName, Account> accounts, Map<TableName, Long> rowsBefore, ContentCheck content) {
        this.run = run;
        this.plan = run.plan();
        this.session = run.session();
        this.accounts = accounts;
        this.rowsBefore = rowsBefore;
        this.content = content;
    }

    /**
     * Checks that all rows of the backup are there, puts triggers back and moves sequences past the rows. Foreign keys were
     * checked before.
     *
     * @param rows how many rows went in
     * @return warnings
     * @throws VerificationException when something does not agree
     */
    public List<String> finish(long rows) throws SQLException {
        run.rejects().checkShare(accounts.values());
        compareWithManifest();
        if (run.options().safety().verifyOn(plan.dialect()) != Verify.NONE) {
            compareCounts();
        }
        List<String> warnings = new ArrayList<>();
        accounts.values().forEach(account -> warnings.addAll(account.otherKinds()));
        warnings.addAll(content.compare());
        session.triggers().resume();
        run.events().accept(new RestoreEvent.Verified(rows));
        new SequenceRestorer(run).restart();
        warnings.addAll(restartIdentities());
        return warnings;
    }

    private void compareWithManifest() {
        for (TablePlan table : plan.tables()) {
            Long expected = plan.survey().expectedRows().get(table.source());
            Account account = accounts.get(table.target().name());
            if (expected != null && account != null && expected != account.read()) {
                throw new VerificationException(
                        "The backup says that table " + table.source() + " has " + expected + " rows, and it holds "
                                + account.read() + ". It is damaged or was changed; everything was rolled back.",
                        List.of());
            }
        }
    }

    private void compareCounts() throws SQLException {
        List<Account> all = List.copyOf(accounts.values());
        List<Long> rows =
                session.reading().counts(all.stream().map(Account::table).toList());
        for (int i = 0; i < all.size(); i++) {
            Account account = all.get(i);
            Table table = account.table();
            long expected = rowsBefore.getOrDefault(table.name(), 0L) + account.inserted();
            if (table.kind() == Table.Kind.PARTITIONED) {
                for (Table part : plan.scope().catalog().descendants(table.name())) {
                    Account own = accounts.get(part.name());
                    expected += own == null ? 0 : own.inserted();
                }
            }
            long found = rows.get(i);
            if (found != expected) {
                throw new VerificationException(
                        "Table " + table.name() + " should have " + expected + " rows now and has " + found
                                + ". Look for triggers and rules that add or remove rows; everything was rolled back.",
                        List.of());
            }
        }
    }

    /**
     * Moves sequences and identities past the rows. The very last step before the commit, because not every database takes
     * it back on a rollback.
     *
     * @return warnings
     * @throws VerificationException when the next insert would get a number that is taken
     */
    private List<String> restartIdentities() throws SQLException {
        List<Table> numbered =
                NumberedTables.of(plan.scope().catalog(), plan.scope().loaded());
        List<String> warnings = new ArrayList<>();
        for (NextValue next : session.numbering().moveBehindRows(numbered)) {
            String column = next.table().name() + "." + next.column().name();
            if (next.doubt() != null) {
                warnings.add("Whether the next insert into " + next.table().name() + " gets a free value for column "
                        + next.column().name() + " is not certain: " + next.doubt() + ".");
            } else if (next.exhausted()) {
                warnings.add("There are almost no numbers left for " + column + " (next: " + next.next() + ").");
            } else if (!next.safe()) {
                throw new VerificationException(
                        "The next insert into " + next.table().name() + " would get the number " + next.next()
                                + " for column " + next.column().name()
                                + ", which is taken. Everything was rolled back.",
                        List.of());
            }
        }
        return warnings;
    }
}
