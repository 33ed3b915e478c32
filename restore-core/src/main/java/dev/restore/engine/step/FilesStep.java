package dev.restore.engine.step;

import dev.restore.backup.files.StagedFiles;
import dev.restore.outcome.FilesException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoredFiles;
import dev.restore.plan.FilesPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages the files beside the rows before anything is changed, and puts them in place after the commit. */
public final class FilesStep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FilesStep.class);

    private final @Nullable StagedFiles staged;
    private final String directory;

    private FilesStep(@Nullable StagedFiles staged, String directory) {
        this.staged = staged;
        this.directory = directory;
    }

    /** Stages what the plan asks for, which may be nothing. */
    public static FilesStep stage(RunContext run) {
        FilesPlan plan = run.plan().files();
        if (plan == null) {
            return new FilesStep(null, "");
        }
        run.enter(Phase.PREPARE);
        try {
            StagedFiles staged = StagedFiles.stage(
                    run.reader(), Path.of(plan.directory()), () -> run.watch().check(Phase.PREPARE));
            return new FilesStep(staged, plan.directory());
        } catch (IOException e) {
            throw new FilesException(
                    "The files of the backup could not be put beside " + plan.directory() + ": "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                            + "; see that there is space and that this user may write there. Nothing was changed",
                    e);
        }
    }

    /**
     * Puts the files in place. The rows are in: whatever happens now is a warning.
     *
     * @param warnings is added to
     * @return the account of the files, null when there were none to restore
     */
    @Nullable
    public RestoredFiles swap(List<String> warnings) {
        StagedFiles files = staged;
        if (files == null) {
            return null;
        }
        try {
            warnings.addAll(files.swap());
            return new RestoredFiles(directory, files.files(), files.bytes(), null);
        } catch (IOException e) {
            LOG.warn("the rows are in, but the files could not be put in place", e);
            warnings.add("The rows are in, but the files could not be put in place (" + e.getMessage()
                    + "): they lie whole in " + files.staged() + "; move them to " + directory + " by hand.");
            return new RestoredFiles(
                    directory, files.files(), files.bytes(), files.staged().toString());
        }
    }

    @Override
    public void close() {
        if (staged == null) {
            return;
        }
        try {
            staged.close();
        } catch (IOException e) {
            LOG.warn("staged files could not be deleted from {}", staged.staged(), e);
        }
    }
}
