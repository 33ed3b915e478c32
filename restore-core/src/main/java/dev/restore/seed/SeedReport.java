package dev.restore.seed;

import dev.restore.outcome.RestoreReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reset did.
 *
 * @param restores the reports of the restores that loaded the seed, in their order, whenever that was
 * @param loaded whether the seed was loaded by this reset, and not by an earlier one
 * @param rewritten the tables whose rows were put back by this reset, by their names in the database; all when it loaded the seed
 * @param now the moment for which <code>${now}</code> stands in the rows, null where placeholders are not filled
 */
public record SeedReport(
        List<RestoreReport> restores,
        boolean loaded,
        List<String> rewritten,
        @Nullable Instant now) {

    public SeedReport {
        restores = List.copyOf(restores);
        rewritten = List.copyOf(rewritten);
    }

    /** Returns how many rows the seed has. */
    public long rows() {
        return restores.stream()
                .flatMap(restore -> restore.tables().stream())
                .mapToLong(table -> table.read())
                .sum();
    }
}
