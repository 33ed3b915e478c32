package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.plan.Mode;
import dev.restore.plan.UnknownColumns;
import dev.restore.plan.Verify;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What run and plan can be told, checked before anything is opened. */
@SuppressWarnings("NullAway.Init")
final class RestoreSettings implements Execution.Settings {

    private static final int MAX_BATCH_ROWS = 1_000_000;
    private static final int MAX_PARALLEL = 64;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "JDBC_URL",
            description = "The database, which must be there with its tables:"
                    + " jdbc:postgresql://HOST/DATABASE, jdbc:sqlite:FILE or jdbc:h2:FILE.")
    private String to;

    @Mixin
    private DatabaseAccess access;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = Choice.Mode.class,
            defaultValue = "replace",
            description = {
                "replace (default): the tables of the backup are emptied first.",
                "append: the rows that are there stay; a row that collides with one ends the run.",
                "merge: they stay, and a row of the backup that is one of them changes it, found by its natural key or its"
                        + " primary key; references follow.",
                "auto: replace where these tables are empty, otherwise merge."
            })
    private Mode mode;

    @Option(
            names = "--only",
            paramLabel = "TABLES",
            split = ",",
            description = "Restore only these tables of the backup: a,b,c. Can be repeated.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--except",
            paramLabel = "TABLES",
            split = ",",
            description = "Leave these tables of the backup out, or files by their names, damaged ones too:"
                    + " a,b,c. Can be repeated.")
    private Set<String> except = new LinkedHashSet<>();

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            defaultValue = "50000",
            description = "The most rows in a batch, from 1 to 1000000. Default: ${DEFAULT-VALUE}.")
    private int batchRows;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = Zone.class,
            defaultValue = "UTC",
            description = "The zone of times that come without one, such as Europe/Berlin. Default: UTC.")
    private ZoneId zone;

    @Option(
            names = "--map",
            paramLabel = "NAME=NAME",
            description = "Where a name of the backup goes when it is called otherwise in the database:"
                    + " backupTable=table or backupTable.field=column. Can be repeated.")
    private List<String> maps = new ArrayList<>();

    @Option(
            names = "--default",
            paramLabel = "TABLE.COLUMN=VALUE",
            description = "The value of a column in every row that does not carry it. A number, true, false or"
                    + " null are what they look like; \"7\" in double quotes is text. Can be repeated.")
    private List<String> defaults = new ArrayList<>();

    @Option(
            names = "--children",
            paramLabel = "FIELD=TABLE.COLUMN",
            description =
                    "Read what stands in a field of rows, objects in an array or one object, as rows of TABLE whose COLUMN"
                            + " gets the key of the row around. FIELD is a name, or table.field of the backup. Can be repeated.")
    private List<String> children = new ArrayList<>();

    @Option(
            names = "--unknown-columns",
            paramLabel = "WHAT",
            converter = Choice.UnknownColumns.class,
            defaultValue = "fail",
            description = {
                "fail (default): a field for which the table has no column stops the run before it starts.",
                "ignore: it is left out, and the plan says so."
            })
    private UnknownColumns unknownColumns;

    @Option(
            names = "--verify",
            paramLabel = "WHAT",
            converter = Choice.Verify.class,
            description = {
                "counts (default, but for databases that no dialect knows): the rows of each table are counted before the commit.",
                "content: every value is read again, too, and compared with the backup by checksums.",
                "none: neither. Foreign keys and sequences are checked in any case."
            })
    private @Nullable Verify verify;

    @Option(
            names = "--cascade",
            description = "Empty tables outside the backup, too, where they refer to rows that will be deleted.")
    private boolean cascade;

    @Option(
            names = "--resumable",
            description = "Commit as it goes, and go on where an earlier run with the same backup and options ended.")
    private boolean resumable;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Load over so many connections side by side, from 1 to 64; with --resumable only. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(
            names = "--quick",
            description = {
                "For databases that can simply be restored again: ask nothing, and on SQLite do not wait for the disk,",
                "so that a power failure during the run can damage the file. Foreign keys and counts are checked all the same."
            })
    private boolean quick;

    @Mixin
    private SafetySettings safety;

    @Mixin
    private RowErrorSettings rowErrors;

    @Mixin
    private ConflictSettings conflicts;

    @Mixin
    private MergeSettings merging;

    @Mixin
    private FilesSettings files;

    @Mixin
    private ValueSettings values;

    @Mixin
    private BackupToRead backup;

    @Mixin
    private ExecutionSettings execution;

    /**
     * Puts everything together, and refuses what cannot be meant.
     *
     * @param directory where what is not asked for by a name is written
     */
    @Override
    public Restore restore(Path directory) {
        check();
        UrlDataSource database = access.open("--to", to);
        Restore restore = Restore.from(backup.opened())
                .limits(backup.limits())
                .into(database)
                .mode(mode)
                .zone(zone)
                .only(only.toArray(String[]::new))
                .except(except.toArray(String[]::new))
                .unknownColumns(unknownColumns)
                .batchRows(batchRows);
        if (verify != null) {
            restore = restore.verify(verify);
        }
        restore = access.schema().map(restore::schema).orElse(restore);
        if (cascade) {
            restore = restore.cascade();
        }
        if (resumable) {
            restore = restore.resumable().parallel(parallel);
        }
        if (quick) {
            restore = restore.quick();
        }
        Restore named = named(safety.apply(restore, quick, directory, to));
        return files.apply(merging.apply(conflicts.apply(rowErrors.apply(values.apply(named)), mode)), mode);
    }

    private Restore named(Restore plain) {
        Restore restore = plain;
        Names names = new Names(backup.opened(), backup.limits(), except);
        for (String map : maps) {
            restore = names.map(restore, map);
        }
        for (String value : defaults) {
            restore = names.defaultValue(restore, value);
        }
        for (String child : children) {
            restore = Names.children(restore, child);
        }
        return restore;
    }

    private void check() {
        if (batchRows < 1 || batchRows > MAX_BATCH_ROWS) {
            throw usage("--batch-rows must be from 1 to " + MAX_BATCH_ROWS + ", not " + batchRows + ".");
        }
        Set<String> both = new LinkedHashSet<>(only);
        both.retainAll(except);
        if (!both.isEmpty()) {
            throw usage("--only and --except both name " + String.join(", ", both) + ".");
        }
        if (cascade && mode != Mode.REPLACE) {
            throw usage("--cascade cannot be combined with --mode "
                    + mode.name().toLowerCase(Locale.ROOT) + ", which empties nothing.");
        }
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw usage("--parallel must be from 1 to " + MAX_PARALLEL + ", not " + parallel + ".");
        }
        if (parallel > 1 && !resumable) {
            throw usage("--parallel needs --resumable: several connections cannot commit as one.");
        }
        if (quick && (resumable || verify == Verify.CONTENT)) {
            throw usage("--quick contradicts " + (resumable ? "--resumable." : "--verify content."));
        }
        maps.forEach(map -> requireAssignment("--map", map, "NAME=NAME"));
        for (String value : defaults) {
            requireAssignment("--default", value, "TABLE.COLUMN=VALUE");
            if (value.lastIndexOf('.', value.indexOf('=')) < 1) {
                throw usage("--default wants TABLE.COLUMN=VALUE, not '" + value + "'.");
            }
        }
        for (String child : children) {
            requireAssignment("--children", child, "FIELD=TABLE.COLUMN");
            int dot = child.lastIndexOf('.');
            if (dot < child.indexOf('=') + 2 || dot == child.length() - 1) {
                throw usage("--children wants FIELD=TABLE.COLUMN, not '" + child + "'.");
            }
        }
        execution.check();
    }

    private void requireAssignment(String option, String value, String form) {
        int equals = value.indexOf('=');
        boolean named = equals > 0 && (option.equals("--default") || equals < value.length() - 1);
        if (!named) {
            throw usage(option + " wants " + form + ", not '" + value + "'.");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    @Override
    public String wayBack(String safetyBackup) {
        return access.undo(safetyBackup, to);
    }

    @Override
    public BackupSource backup() {
        return backup.named();
    }

    @Override
    public SafetySettings safety() {
        return safety;
    }

    @Override
    public boolean force() {
        return execution.force() || quick;
    }

    @Override
    public String otherThanForce() {
        return ", or --mode append to keep them";
    }

    @Override
    public ExecutionSettings execution() {
        return execution;
    }

    /** Reads a time zone. */
    static final class Zone implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String value) {
            try {
                return ZoneId.of(value);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + value + "' is not a time zone; write UTC, +02:00 or Europe/Berlin.");
            }
        }
    }
}
