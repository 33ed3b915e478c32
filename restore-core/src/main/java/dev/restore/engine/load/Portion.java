package dev.restore.engine.load;

import dev.restore.backup.reading.BackupFile;
import dev.restore.catalog.TableName;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded from a place of its own in the backup on, by whichever connection is free: the unit of a resumable restore. It
 * has its own checkpoint, committed together with its rows, so that it is loaded exactly once whoever loads it.
 *
 * @param number its number in the pass, from 1, which follows from backup and plan alone
 * @param file the file that is read, null where the backup can only be read as a whole
 * @param tables the tables that are loaded from it
 */
public record Portion(int number, @Nullable BackupFile file, Set<TableName> tables) {

    public Portion {
        tables = Set.copyOf(tables);
    }

    /** Returns the portions of a pass: one for each file, or one in all. */
    public static List<Portion> of(Passes.Pass pass, RestorePlan plan, List<BackupFile> files) {
        if (files.isEmpty()) {
            return List.of(new Portion(1, null, pass.tables()));
        }
        List<Portion> portions = new ArrayList<>();
        for (BackupFile file : files) {
            Set<TableName> tables = tablesOf(file, plan);
            tables.retainAll(pass.tables());
            if (!tables.isEmpty()) {
                portions.add(new Portion(portions.size() + 1, file, tables));
            }
        }
        return portions;
    }

    private static Set<TableName> tablesOf(BackupFile file, RestorePlan plan) {
        Set<TableName> tables = new HashSet<>();
        for (TablePlan table : plan.tables()) {
            if (table.source().equals(file.table())) {
                tables.add(table.target().name());
                table.joins().forEach(join -> tables.add(join.joinTable().name()));
            }
        }
        return tables;
    }

    /** Returns how many bytes are read for it, -1 when that is not known. */
    public long bytes(long whole) {
        return file == null ? whole : file.storedSize();
    }
}
