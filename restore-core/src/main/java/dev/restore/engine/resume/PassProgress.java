package dev.restore.engine.resume;

import dev.restore.catalog.TableName;
import dev.restore.engine.load.LoadProgress;
import dev.restore.engine.load.Passes;
import dev.restore.engine.load.Portion;
import dev.restore.engine.step.RunContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells how far a resumable restore is, over all its passes and what earlier runs have done. */
final class PassProgress {

    private final RunContext run;
    private final List<Passes.Pass> passes;
    private final Ledger ledger;
    private final LoadProgress progress;

    PassProgress(RunContext run, List<Passes.Pass> passes, Ledger ledger) {
        this.run = run;
        this.passes = passes;
        this.ledger = ledger;
        long earlier = bytes(0, ledger.passes().pass());
        for (long read : read().values()) {
            earlier += read;
        }
        this.progress = new LoadProgress(run.events(), bytes(0, passes.size()), ledger.rows(), Math.max(0, earlier));
    }

    /** Begins the pass that the ledger has come to, or begins it again. */
    LoadProgress begin() {
        Map<TableName, Long> present = new HashMap<>();
        ledger.tables().forEach((name, counters) -> present.put(name, counters.present()));
        progress.begin(Math.max(0, bytes(0, ledger.passes().pass())), present, read());
        return progress;
    }

    /** Returns how many bytes some passes read in all, -1 when that is not known. */
    private long bytes(int from, int to) {
        long whole = run.reader().size();
        long total = 0;
        for (Passes.Pass pass : passes.subList(from, to)) {
            for (Portion portion : portions(pass)) {
                long bytes = portion.bytes(whole);
                total = bytes < 0 || total < 0 ? -1 : total + bytes;
            }
        }
        return total;
    }

    private List<Portion> portions(Passes.Pass pass) {
        return pass.whole()
                ? List.of(new Portion(0, null, pass.tables()))
                : Portion.of(pass, run.plan(), run.reader().rowFiles());
    }

    /** Returns how many bytes were read of the portions that are done, of the pass that the ledger has come to. */
    private Map<Integer, Long> read() {
        Map<Integer, Long> read = new HashMap<>();
        int pass = ledger.passes().pass();
        if (pass < passes.size()) {
            for (Portion portion : portions(passes.get(pass))) {
                if (ledger.portion(portion.number()).done()) {
                    read.put(
                            portion.number(),
                            Math.max(0, portion.bytes(run.reader().size())));
                }
            }
        }
        return read;
    }
}
