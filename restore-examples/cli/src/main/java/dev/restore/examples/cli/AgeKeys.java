package dev.restore.examples.cli;

import dev.restore.backup.Age;
import dev.restore.backup.BackupSource;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What opens an encrypted backup. */
@SuppressWarnings("NullAway.Init")
final class AgeKeys {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--passphrase-env",
            paramLabel = "VAR",
            description = "The environment variable that holds the passphrase of an encrypted backup.")
    private @Nullable String passphraseVariable;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "A file of age identities (age-keygen), one of which opens an encrypted backup.")
    private @Nullable Path identity;

    /** Returns the backup as it is opened with the keys, if there are any. */
    BackupSource open(BackupSource backup) {
        if (passphraseVariable != null && identity != null) {
            throw new ParameterException(
                    command.commandLine(), "--passphrase-env and --identity: a backup has one or the other.");
        }
        if (passphraseVariable != null) {
            return backup.decrypted(passphrase(command, passphraseVariable));
        }
        if (identity == null) {
            return backup;
        }
        try {
            return backup.decrypted(Age.identitiesIn(identity));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--identity: " + e.getMessage() + ".", e);
        }
    }

    /** Returns the passphrase in an environment variable. */
    static Age passphrase(CommandSpec command, String variable) {
        String passphrase = System.getenv(variable);
        if (passphrase == null || passphrase.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--passphrase-env: the environment variable " + variable + " is not set.");
        }
        return Age.passphrase(passphrase.toCharArray());
    }
}
