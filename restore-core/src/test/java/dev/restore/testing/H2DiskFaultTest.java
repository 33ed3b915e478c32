package dev.restore.testing;

import java.nio.file.Path;
import java.util.List;

/** Failing disk operations under H2. */
class H2DiskFaultTest extends DiskFaultContract implements H2InFile {

    /**
     * Once a write of its background thread has failed H2 goes on writing, and a disk that works again then gets a part of the
     * transaction (its issue 4338), which nobody outside of H2 can prevent: the disk stays broken here.
     */
    static List<Injection> injections() {
        return Faults.thorough()
                ? List.of(Injection.FAILS_FROM_THEN_ON, Injection.KILLED_BEFORE, Injection.FULL)
                : List.of(Injection.FAILS_FROM_THEN_ON, Injection.KILLED_BEFORE);
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.inFile(directory);
    }

    /** Its background thread writes while rows come: killed between two writes, it seldom keeps one table of a transaction. */
    @Override
    protected int tries() {
        return 3;
    }

    @Override
    protected List<Path> files() {
        return List.of(file());
    }
}
