package dev.restore.backup.format;

import dev.restore.backup.layout.Part;
import dev.restore.backup.rows.LastStates;
import dev.restore.backup.rows.PartRows;
import dev.restore.backup.rows.StateFinder;
import java.io.IOException;

/** Goes through the records of tables of changes once, to find the last state of each row. */
final class LastStatesReading {

    private static final int CHECK_RECORDS = 1000;

    private LastStatesReading() {}

    /**
     * Reads to the end. A damaged record is no state of any row: it is refused or set aside when the rows are read.
     *
     * @param check is called now and then, and may end the reading by what it throws
     */
    static LastStates find(ArchiveReading reading, StateFinder finder, Runnable check) throws IOException {
        long records = 0;
        for (Part part = reading.nextPart(); part != null; part = reading.nextPart()) {
            PartRows rows = reading.rows();
            while (reading.next()) {
                if (records++ % CHECK_RECORDS == 0) {
                    check.run();
                }
                if (rows.damaged() == null && !rows.isInside()) {
                    finder.add(rows.table().name(), part.name(), rows.row(), rows.isDeletion());
                }
            }
        }
        return finder.find();
    }
}
