package dev.restore.dialect;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Makes empty databases beside one, or schemas within it, for test suites: what is written to one of them is not seen in the others, and
 * nothing that the core does to one gets in the way of those who use another. Unless overridden there are none.
 */
public interface Siblings {

    /**
     * Makes one.
     *
     * @param database gives a connection; nothing that is there already is changed
     * @param name a name that nothing else has, lower-case letters, digits and underscores, at most 40
     * @return empty, unless overridden, where that cannot be done
     * @throws SQLException when the database refuses it, as to a user without the right
     */
    default Optional<Sibling> create(DataSource database, String name) throws SQLException {
        return Optional.empty();
    }
}
