package dev.restore.examples.boot;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.h2.api.Trigger;

/** Makes the rows of a table as slow as a test wants to watch them, and counts them. */
public class SlowTrigger implements Trigger {

    /** How long each row takes at least; in a process of its own what its command line says. */
    static volatile long nanosPerRow = Long.getLong("slow.nanos-per-row", 0);

    /** How many rows came by. */
    static final AtomicLong ROWS = new AtomicLong();

    @Override
    public void fire(Connection connection, Object[] oldRow, Object[] newRow) {
        ROWS.incrementAndGet();
        if (nanosPerRow > 0) {
            LockSupport.parkNanos(nanosPerRow);
        }
    }
}
