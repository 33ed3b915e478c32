package dev.restore.dialect;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A database, or a schema of one, that was made beside another. */
public interface Sibling {

    /**
     * Returns its connections, opened anew or taken from the first database's data source. They behave as the first database's do, but
     * for where names without a schema lead. Safe for use by several threads.
     */
    DataSource dataSource();

    /** Removes it with all that is in it. Its connections are closed by then, or of no use after it. */
    void remove() throws SQLException;
}
