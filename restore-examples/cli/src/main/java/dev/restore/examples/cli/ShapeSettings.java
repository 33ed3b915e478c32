package dev.restore.examples.cli;

import dev.restore.backup.BackupSource;
import dev.restore.backup.RowShape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the rows are in files of an envelope that is not recognised by itself. */
@SuppressWarnings("NullAway.Init")
final class ShapeSettings {

    private static final String FIELD = "field:";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--rows",
            paramLabel = "PATH",
            description = {
                "Where the rows are in a file of an unknown envelope: the names of fields with dots between them,",
                "response.items, with * for every field or element, db.0.data.*."
            })
    private @Nullable String rows;

    @Option(
            names = "--row-field",
            paramLabel = "NAME",
            description = "The field of each record, or the path to one, that the row is in: _source.")
    private @Nullable String rowField;

    @Option(
            names = "--table-from",
            paramLabel = "WHAT",
            description = {
                "Where the names of tables come from: file (default), its name;",
                "field:NAME, a field of the object around the rows, else of each record; key, what the last * of --rows stands for."
            })
    private @Nullable String tableFrom;

    @Option(names = "--table", paramLabel = "NAME", description = "The table of all rows.")
    private @Nullable String table;

    /** Returns a backup whose rows are where these options say. */
    BackupSource shaped(BackupSource backup) {
        if (rows == null && rowField == null && tableFrom == null && table == null) {
            return backup;
        }
        if (tableFrom != null && table != null) {
            throw usage("--table and --table-from both say which table the rows are of.");
        }
        try {
            RowShape shape = RowShape.rows(rows == null ? "" : rows);
            if (rowField != null) {
                shape = shape.row(rowField);
            }
            if (table != null) {
                shape = shape.table(table);
            }
            return backup.shaped(tableFrom == null ? shape : named(shape, tableFrom));
        } catch (IllegalArgumentException e) {
            throw usage("--rows, --row-field, --table-from: " + e.getMessage() + ".");
        }
    }

    private RowShape named(RowShape shape, String from) {
        if (from.startsWith(FIELD) && from.length() > FIELD.length()) {
            return shape.tableFromField(from.substring(FIELD.length()));
        }
        return switch (from) {
            case "file" -> shape.tableFromFile();
            case "key" -> shape.tableFromKey();
            default -> throw usage("--table-from wants file, field:NAME or key, not '" + from + "'.");
        };
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
