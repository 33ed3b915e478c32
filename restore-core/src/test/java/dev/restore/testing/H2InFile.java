package dev.restore.testing;

import java.nio.file.Path;
import java.sql.SQLException;

/** Tests on an {@link H2Database} in a file, which one process at a time opens. */
interface H2InFile extends OtherProcess {

    /** Returns the file of the database. */
    default Path file() {
        return ((H2Database) db()).file();
    }

    @Override
    default String url() {
        return ((H2Database) db()).url();
    }

    @Override
    default void leaveToOthers() throws SQLException {
        db().close();
    }
}
