package dev.restore.seed;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A database that one test has while others run, until it closes it. Safe for use by several threads of that test. */
public final class SeedWorker implements AutoCloseable {

    private final SeedWorkers workers;
    private final MadeDatabase made;
    private final AtomicBoolean closed = new AtomicBoolean();

    SeedWorker(SeedWorkers workers, MadeDatabase made) {
        this.workers = workers;
        this.made = made;
    }

    /** Returns its connections. */
    public DataSource dataSource() {
        return made.source();
    }

    /** Returns the database, of which the states are known that were saved for earlier tests. */
    public SeededDatabase database() {
        return made.database();
    }

    /** Lets another test have it, which may find it as this one leaves it. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workers.giveBack(made);
        }
    }
}
