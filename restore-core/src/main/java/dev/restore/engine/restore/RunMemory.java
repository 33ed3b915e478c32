package dev.restore.engine.restore;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.format.LayoutMemory;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.dialect.CatalogMemory;
import dev.restore.dialect.Dialect;
import dev.restore.engine.planning.Matching;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.session.Dialects;
import dev.restore.plan.Mode;
import java.lang.ref.WeakReference;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of one {@code Restore} value learn for those after them: a test suite resets its database before every test.
 * Nothing is taken from it unless it is certain that it would be found again. Safe for use by several threads.
 */
public final class RunMemory {

    private final LayoutMemory layouts = new LayoutMemory();
    private final CatalogMemory catalogs = new CatalogMemory();
    private final AtomicReference<@Nullable SeenSurvey> surveys = new AtomicReference<>();
    private final AtomicReference<@Nullable SeenMatching> matchings = new AtomicReference<>();
    private final AtomicReference<@Nullable FoundDialect> dialects = new AtomicReference<>();

    private record SeenSurvey(String identity, Survey survey) {}

    private record SeenMatching(Catalog catalog, Survey survey, Mode mode, Matching matching) {}

    private record FoundDialect(String product, WeakReference<@Nullable ClassLoader> loader, Dialect dialect) {}

    /** Creates one that knows nothing yet. */
    public RunMemory() {}

    /** Opens a backup. */
    BackupReader open(BackupSource source, ReadLimits limits) {
        return BackupFormats.open(source, limits, layouts);
    }

    /** Returns what sessions remember. */
    CatalogMemory catalogs() {
        return catalogs;
    }

    /** Returns the dialect of a database, found before for the same product among the same classes. */
    Dialect dialect(DatabaseMetaData database) throws SQLException {
        String product = database.getDatabaseProductName();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        FoundDialect found = dialects.get();
        if (found != null && found.product().equals(product) && found.loader().refersTo(loader)) {
            return found.dialect();
        }
        Dialect dialect = Dialects.find(database);
        dialects.set(new FoundDialect(product, new WeakReference<>(loader), dialect));
        return dialect;
    }

    /** Begins to find out what the backup holds; it is known when none of its files has changed since it was seen before. */
    SurveyAhead survey(BackupReader reader, Function<BackupReader, Survey> surveying) {
        String identity = reader.stamps().orElse(null);
        SeenSurvey seen = surveys.get();
        Survey known = identity != null && seen != null && seen.identity().equals(identity) ? seen.survey() : null;
        return new SurveyAhead(known, () -> {
            Survey survey = surveying.apply(reader);
            if (identity != null && survey.complete()) {
                surveys.set(new SeenSurvey(identity, survey));
            }
            return survey;
        });
    }

    /** Returns where everything goes, found before for the very same catalog and survey, which are remembered themselves. */
    @SuppressWarnings("ReferenceEquality") // to compare what they hold would take longer than to match it again
    Matching matching(Catalog catalog, Survey survey, Mode mode, Supplier<Matching> matcher) {
        SeenMatching seen = matchings.get();
        if (seen != null && seen.catalog() == catalog && seen.survey() == survey && seen.mode() == mode) {
            return seen.matching();
        }
        Matching matching = matcher.get();
        matchings.set(new SeenMatching(catalog, survey, mode, matching));
        return matching;
    }
}
