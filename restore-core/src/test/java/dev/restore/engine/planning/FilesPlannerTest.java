package dev.restore.engine.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that is a file must not be in the directory that files are put in place of. */
class FilesPlannerTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:/srv/app/app.db, /srv/app/app.db",
        "jdbc:sqlite:file:app.db?mode=rw, app.db",
        "jdbc:h2:/srv/app/db;IFEXISTS=TRUE, /srv/app/db",
        "jdbc:h2:file:./db, ./db",
        "jdbc:h2:mem:test,",
        "jdbc:h2:tcp://host/db,",
        "jdbc:sqlite::memory:,",
        "jdbc:sqlite:,",
        "jdbc:postgresql://host/db,"
    })
    void knowsTheFileOfAnEmbeddedDatabase(String url, @Nullable String file) {
        assertThat(FilesPlanner.fileOf(url)).isEqualTo(file == null ? null : Path.of(file));
    }
}
