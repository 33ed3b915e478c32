package dev.restore.examples.boot.operations;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked to do, as the audit of the history keeps it.
 *
 * @param backup the id of its backup, empty for the way back
 * @param name what people call the backup
 * @param request how it is restored; null for what is no restore
 * @param work the name of its files: the safety backup and the rejected rows
 * @param undoes the id of the run that it undoes, or null
 */
public record RunDetail(
        String backup,
        String name,
        @Nullable RestoreRequest request,
        String work,
        @Nullable String undoes) {

    RunDetail withWork(String other) {
        return new RunDetail(backup, name, request, other, undoes);
    }

    boolean sameAs(RunDetail other) {
        return backup.equals(other.backup)
                && Objects.equals(request, other.request)
                && Objects.equals(undoes, other.undoes);
    }
}
