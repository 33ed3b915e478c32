package dev.restore.seed;

import dev.restore.Backup;
import dev.restore.BackupVerification;
import dev.restore.Restore;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.StateScope;
import dev.restore.engine.session.TemporaryFiles;
import dev.restore.outcome.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A backup of the rows of a state in a directory of its own.
 *
 * @param tables whose rows are in it
 * @param schema the schema that was asked for, null for the connection's own
 */
record StateBackup(
        Path directory, List<TableName> tables, @Nullable String schema) {

    static StateBackup of(DataSource database, StateScope scope, @Nullable String schema) {
        StateBackup state = new StateBackup(
                newDirectory(), scope.tables().stream().map(Table::name).toList(), schema);
        Backup writing = Backup.of(database)
                .only(state.tables.stream().map(TableName::name).toArray(String[]::new));
        Backup wanted = schema == null ? writing : writing.schema(schema);
        Patience.with(() -> wanted.write(state.file()));
        return state;
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("restore-seed");
        } catch (IOException e) {
            throw new SeedException(
                    "There is no place for what is kept of the database: let the directory for temporary files be one with space",
                    e);
        }
    }

    private Path file() {
        return directory.resolve("state.tar");
    }

    /** Returns what puts the rows back into a database. */
    Restore restore(DataSource database) {
        Restore restore = Restore.undo(file()).into(database);
        return schema == null ? restore : restore.schema(schema);
    }

    /** Compares the rows with those of a database. */
    VerifyReport compare(DataSource database) {
        BackupVerification verification = Backup.verify(file()).against(database);
        return Patience.with((schema == null ? verification : verification.schema(schema))::run);
    }

    void delete() {
        TemporaryFiles.delete(directory, "what was kept of a database");
    }
}
