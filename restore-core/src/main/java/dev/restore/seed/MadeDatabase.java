package dev.restore.seed;

import dev.restore.dialect.Sibling;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that was made for tests, one after the other. */
record MadeDatabase(Sibling sibling, DataSource source, SeededDatabase database) {

    private static final Logger LOG = LoggerFactory.getLogger(MadeDatabase.class);

    static MadeDatabase of(Sibling sibling) {
        DataSource source = sibling.dataSource();
        return new MadeDatabase(sibling, source, SeededDatabase.of(source));
    }

    void remove() {
        database.close();
        try {
            sibling.remove();
        } catch (SQLException e) {
            LOG.warn("a database that was made for tests stays there", e);
        }
    }
}
