package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.restore.Restore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;

/**
 * Restores in a JVM of its own. It prints each event's name and then waits for a line, so that it can be killed just there;
 * it waits for one before it begins, too.
 */
final class RestoreInSteps {

    private RestoreInSteps() {}

    /** Takes a JDBC URL, a backup, the most rows in a batch and whether to commit as it goes. */
    public static void main(String[] arguments) {
        BufferedReader permission = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        Restore plain = Restore.from(Path.of(arguments[1]));
        Restore restore = (Boolean.parseBoolean(arguments[3]) ? plain.resumable() : plain)
                .into(Jdbi.create(arguments[0]))
                .batchRows(Integer.parseInt(arguments[2]))
                .listener(event -> {
                    System.out.println(event.getClass().getSimpleName());
                    await(permission);
                });
        await(permission);
        restore.run();
    }

    private static void await(BufferedReader permission) {
        try {
            if (permission.readLine() == null) {
                throw new IllegalStateException("the parent is gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
