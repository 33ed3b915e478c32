package dev.restore.dialect.sqlite;

import dev.restore.testing.DiskFaultContract;
import dev.restore.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** Failing disk operations under SQLite. */
class SqliteDiskFaultTest extends DiskFaultContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    @Override
    protected String url() {
        return ((SqliteDatabase) db()).url() + "?foreign_keys=true";
    }

    @Override
    protected void leaveToOthers() {}

    @Override
    protected List<Path> files() {
        Path file = Path.of(((SqliteDatabase) db()).url().replaceFirst("jdbc:sqlite:", ""));
        return List.of(file, file.resolveSibling(file.getFileName() + "-journal"));
    }

    /** The driver unpacks its library into a file, which is larger than what the JVM may write. */
    @Override
    protected List<String> options() throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path library = temp().resolve(name);
        if (!Files.exists(library)) {
            String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
            try (InputStream packed = Objects.requireNonNull(SQLiteJDBCLoader.class.getResourceAsStream(resource))) {
                Files.copy(packed, library);
            }
        }
        return List.of("-Dorg.sqlite.lib.path=" + temp(), "-Dorg.sqlite.lib.name=" + name);
    }
}
