package dev.restore.seed;

import dev.restore.dialect.StateReset;
import javax.sql.DataSource;

/** A state of some tables that can be put back. */
interface Snapshot {

    /** Puts it back, or says why not. */
    StateReset reset(DataSource database);

    /** Removes what is kept of it. */
    void remove(DataSource database);
}
