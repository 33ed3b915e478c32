package dev.restore.engine.step;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.dialect.UnownedSequences;
import dev.restore.engine.planning.NumberedTables;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets sequences and identities to where they stood when a safety backup was written, if it is one that is restored. */
public final class SequenceRestorer {

    private final RunContext run;

    public SequenceRestorer(RunContext run) {
        this.run = run;
    }

    /** Sets them. What lies past the rows all the same is moved by the step that comes next, as after any restore. */
    public void restart() throws SQLException {
        Optional<WayBack> known = run.reader().manifest().map(Manifest::wayBack);
        RestorePlan plan = run.plan();
        if (known.isEmpty() || plan.mode() != Mode.REPLACE) {
            return;
        }
        Catalog catalog = plan.scope().catalog();
        for (TablePlan table : plan.tables()) {
            restart(known.get(), table.source(), table.target());
            for (Table part : NumberedTables.partitions(catalog, table.target())) {
                restart(known.get(), catalog.spell(part.name()), part);
            }
        }
    }

    private void restart(WayBack known, String source, Table table) throws SQLException {
        for (Column column : table.columns()) {
            BigInteger next = known.next(source, column.name());
            String sequence = known.sequence(source, column.name());
            Column numbered = numbered(column, sequence);
            if (next != null && numbered.numbered()) {
                run.session().numbering().restart(table, numbered, next);
            }
        }
    }

    /** Returns the column with the sequence that it had then, where only an option of that run had said so. */
    private Column numbered(Column column, @Nullable String sequence) {
        List<Sequence> found = column.numbered() || sequence == null
                ? List.of()
                : UnownedSequences.find(run.plan().scope().catalog(), sequence);
        return found.size() == 1 ? column.numberedBy(found.get(0)) : column;
    }
}
