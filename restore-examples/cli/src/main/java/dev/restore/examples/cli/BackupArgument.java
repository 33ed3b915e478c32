package dev.restore.examples.cli;

import dev.restore.backup.BackupSource;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a backup: a path, a URL that starts with http, https or file, or {@code -} for standard input. */
final class BackupArgument implements ITypeConverter<BackupSource> {

    private static final Pattern REMOTE = Pattern.compile("(?i)https?://.*");
    private static final Pattern LOCAL = Pattern.compile("(?i)file:/.*");

    @Override
    public BackupSource convert(String value) {
        if (value.equals("-")) {
            return StandardInput.source();
        }
        try {
            if (REMOTE.matcher(value).matches()) {
                return BackupSource.of(new URI(value).toURL());
            }
            if (LOCAL.matcher(value).matches()) {
                return BackupSource.of(Path.of(new URI(value)));
            }
            return BackupSource.of(Path.of(value));
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            throw new TypeConversionException("'" + DatabaseUrl.mask(value) + "' is neither a path nor a URL.");
        }
    }
}
