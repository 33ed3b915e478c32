package dev.restore.testing;

import java.sql.SQLException;

/** How another process gets at the database of a test. */
interface OtherProcess extends ContractCase {

    /** Returns a URL by which another process reaches the database of this test. */
    String url();

    /** Closes the database, if it is open in this process, so that another one can open it. */
    default void leaveToOthers() throws SQLException {}
}
