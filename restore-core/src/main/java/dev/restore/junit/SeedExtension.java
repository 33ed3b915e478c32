package dev.restore.junit;

import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedReport;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link Seed} does. It is registered by that annotation. */
// Only tests, which have JUnit of their own, read this package: other modules must not need it.
@SuppressWarnings("exports")
public final class SeedExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SeedExtension.class);
    private static final String HELD = "held";
    private static final String REPORT = "report";
    private static final String TAKEN = "taken";

    /** Creates it. It has no state: that is in the store of the run. */
    public SeedExtension() {}

    /** Brings the database into the state, before anything else of the test but what Spring and other extensions have done. */
    @Override
    public void beforeEach(ExtensionContext context) {
        Deque<Seed> seeds = seeds(context);
        Seed innermost = seeds.peekLast();
        if (innermost == null || store(context).get(HELD) != null) {
            return;
        }
        KnownDatabases databases = databases(context);
        HeldDatabase held = take(databases, context, innermost);
        store(context).put(HELD, held);
        Fixture seed = databases.seeds().of(context.getRequiredTestClass(), List.copyOf(seeds));
        try {
            store(context).put(REPORT, held.database().reset(seed));
        } catch (PlanException e) {
            throw new ExtensionConfigurationException(
                    seed + " does not fit the database, and nothing was changed: " + e.getMessage(), e);
        }
    }

    private static HeldDatabase take(KnownDatabases databases, ExtensionContext context, Seed seed) {
        if (seed.isolation() == SeedIsolation.NONE) {
            return databases.take(FoundDataSource.of(context, seed.dataSource()));
        }
        if (!seed.schema().isEmpty()) {
            throw new ExtensionConfigurationException(
                    "@Seed(isolation = WORKER, schema = \"" + seed.schema() + "\") of "
                            + context.getRequiredTestClass().getName()
                            + ": each test has a schema or database of its own, so that it cannot be that one. Leave schema out");
        }
        return databases.takeWorker(
                FoundDataSource.ofMembers(context, seed.dataSource()), TablesMethod.of(context.getRequiredTestClass()));
    }

    /** Lets the next test have the database. */
    @Override
    public void afterEach(ExtensionContext context) {
        HeldDatabase held = store(context).remove(HELD, HeldDatabase.class);
        if (held == null) {
            return;
        }
        held.release().run();
        if (held.own() != null
                && store(context).get(TAKEN) == null
                && context.getExecutionException().isEmpty()) {
            throw new ExtensionConfigurationException(
                    "@Seed(isolation = WORKER): this test has not taken its database, and so may"
                            + " have used another one, together with other tests. Let it, or a method before each, have a parameter DataSource");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (context.getTestMethod().isEmpty()) {
            return false;
        }
        return type == SeedReport.class
                || type == RestoreReport.class
                || (type == DataSource.class && !FoundDataSource.asks(parameter) && handsOut(context));
    }

    private static boolean handsOut(ExtensionContext context) {
        Seed innermost = seeds(context).peekLast();
        return innermost != null && innermost.isolation() == SeedIsolation.WORKER;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == DataSource.class) {
            return own(context);
        }
        SeedReport report = store(context).get(REPORT, SeedReport.class);
        if (report == null) {
            throw new ParameterResolutionException("there is no report before the database was seeded");
        }
        if (parameter.getParameter().getType() == SeedReport.class) {
            return report;
        }
        if (report.restores().size() != 1) {
            throw new ParameterResolutionException("the seed was loaded by "
                    + report.restores().size() + " restores: take a SeedReport, which has the reports of all");
        }
        return report.restores().get(0);
    }

    private static DataSource own(ExtensionContext context) {
        HeldDatabase held = store(context).get(HELD, HeldDatabase.class);
        if (held == null || held.own() == null) {
            throw new ParameterResolutionException("there is no database for this test before it was seeded");
        }
        store(context).put(TAKEN, true);
        return held.own();
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    @SuppressWarnings("deprecation") // what stands for it is not in JUnit 5
    private static KnownDatabases databases(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(KnownDatabases.class);
    }

    /** Returns the annotations that count, the outermost first. */
    private static Deque<Seed> seeds(ExtensionContext context) {
        Deque<Seed> seeds = new ArrayDeque<>();
        context.getTestMethod().ifPresent(method -> addFirst(seeds, method));
        FoundDataSource.withEnclosing(context.getRequiredTestClass()).forEach(type -> addFirst(seeds, type));
        return seeds;
    }

    private static void addFirst(Deque<Seed> seeds, AnnotatedElement element) {
        AnnotationSupport.findAnnotation(element, Seed.class).ifPresent(seeds::addFirst);
    }
}
