package dev.restore.examples.cli;

import dev.restore.Backup;
import dev.restore.plan.BackupFormat;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which references a backup holds as natural keys. */
@SuppressWarnings("NullAway.Init")
final class NaturalKeySettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--natural-keys",
            description =
                    "Write references as the natural keys of the rows they lead to, wherever one is known, so that they can be found again in a database that was initialised anew.")
    private boolean all;

    @Option(
            names = "--natural-key",
            paramLabel = "TABLE=COLUMNS",
            description = {
                "Write references to this table by these columns, which tell its rows apart: auth_user=username.",
                "RELATION.COLUMN is a column of the row that a foreign key leads to. Can be repeated."
            })
    private List<String> keys = new ArrayList<>();

    Backup apply(Backup plain, BackupFormat format) {
        if (format == BackupFormat.TABLES && (all || !keys.isEmpty())) {
            throw usage("--natural-keys and --natural-key: --format tables has no place that says what is one;"
                    + " use restore or django.");
        }
        Backup backup = all ? plain.naturalKeys() : plain;
        for (String value : keys) {
            NaturalKeyOption key = NaturalKeyOption.of(value, command);
            backup = backup.naturalKey(key.table(), key.columns());
        }
        return backup;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
