package dev.restore.examples.cli;

import dev.restore.backup.Age;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What encrypts a backup. */
@SuppressWarnings("NullAway.Init")
final class EncryptionSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--encrypt",
            description =
                    "Encrypt the backup as an age file: with --passphrase-env or --recipient, which also imply it.")
    private boolean encrypt;

    @Option(
            names = "--passphrase-env",
            paramLabel = "VAR",
            description = "The environment variable that holds the passphrase to encrypt with.")
    private @Nullable String passphraseVariable;

    @Option(
            names = "--recipient",
            paramLabel = "RECIPIENT",
            description = "An age recipient to encrypt for: age1... Can be repeated.")
    private Set<String> recipients = new LinkedHashSet<>();

    /** Returns what to encrypt with, empty for not encrypting. */
    Optional<Age> age() {
        if (passphraseVariable != null && !recipients.isEmpty()) {
            throw usage("--passphrase-env and --recipient: an age file has one or the other.");
        }
        if (passphraseVariable != null) {
            return Optional.of(AgeKeys.passphrase(command, passphraseVariable));
        }
        if (encrypt && recipients.isEmpty()) {
            throw usage("--encrypt wants --passphrase-env VAR or --recipient age1....");
        }
        try {
            return recipients.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Age.recipients(recipients.toArray(String[]::new)));
        } catch (IllegalArgumentException e) {
            throw usage("--recipient: " + e.getMessage() + ".");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
