package dev.restore.seed;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Placeholders;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Loads the files of a fixture, one after the other: the first that names a table replaces its rows, and the others add to them. */
final class SeedLoad {

    private final DataSource database;
    private final Fixture fixture;
    private final Set<TableName> loaded = new HashSet<>();
    private final List<RestoreReport> reports = new ArrayList<>();
    private final @Nullable Placeholders placeholders;

    SeedLoad(DataSource database, Fixture fixture) {
        this.database = database;
        this.fixture = fixture;
        FilledFiles filled = fixture.filled();
        this.placeholders = filled == null ? null : filled.begin();
    }

    /** Loads them. Returns the tables that were loaded. */
    Set<TableName> run() {
        List<Restore> restores = fixture.sources().stream().map(this::restore).toList();
        List<RestorePlan> plans =
                restores.size() > 1 ? restores.stream().map(SeedLoad::plan).toList() : List.of();
        for (int i = 0; i < restores.size(); i++) {
            Restore restore = restores.get(i);
            RestorePlan plan = plans.isEmpty() ? plan(restore) : plans.get(i);
            load(emptyingLater(restore, plans, i), plan);
        }
        return loaded;
    }

    private Restore restore(BackupSource source) {
        BackupSource read = placeholders == null ? source : source.filled(placeholders);
        Restore restore = Restore.from(read).into(database).quick();
        String schema = fixture.schema();
        return fixture.settings(schema == null ? restore : restore.schema(schema));
    }

    /** Lets a file empty the tables of those after it, which may refer to its own. */
    private Restore emptyingLater(Restore restore, List<RestorePlan> plans, int place) {
        Set<String> later = new LinkedHashSet<>();
        for (int i = place + 1; i < plans.size(); i++) {
            plans.get(i).tables().stream()
                    .map(plan -> plan.target().name())
                    .filter(name -> !loaded.contains(name))
                    .forEach(name -> later.add(name.name()));
        }
        return later.isEmpty() ? restore : restore.cascade(later.toArray(String[]::new));
    }

    private void load(Restore restore, RestorePlan plan) {
        Predicate<TablePlan> again = table -> loaded.contains(table.target().name());
        String[] more = sources(plan, again);
        String[] first = sources(plan, again.negate());
        if (more.length == 0) {
            run(restore);
        } else {
            if (first.length > 0) {
                run(restore.only(first));
            }
            run(restore.only(more).mode(Mode.APPEND));
        }
        plan.scope().loaded().stream().map(Table::name).forEach(loaded::add);
    }

    private static RestorePlan plan(Restore restore) {
        return Patience.with(restore::plan);
    }

    private void run(Restore restore) {
        reports.add(Patience.with(restore::run));
    }

    private static String[] sources(RestorePlan plan, Predicate<TablePlan> which) {
        return plan.tables().stream()
                .filter(which)
                .map(TablePlan::source)
                .distinct()
                .toArray(String[]::new);
    }

    /** Returns what has filled the placeholders of the files, null where they are texts. */
    @Nullable
    Placeholders placeholders() {
        return placeholders;
    }

    List<RestoreReport> reports() {
        return reports;
    }
}
