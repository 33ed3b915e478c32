package dev.restore.engine.session;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.standard.StandardDialect;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the dialect of a database. */
public final class Dialects {

    /** Databases whose standard dialect would be wrong or slow enough that going it silently would be a disservice. */
    private static final Map<String, String> ARTIFACTS =
            Map.of("PostgreSQL", "restore-dialect-postgres", "SQLite", "restore-dialect-sqlite");

    private Dialects() {}

    /**
     * Finds the one dialect that supports a database.
     *
     * @throws PlanException when several do, or when none does and one is known that is not on the class path
     */
    public static Dialect find(DatabaseMetaData database) throws SQLException {
        List<Dialect> present = new ArrayList<>();
        List<Dialect> matching = new ArrayList<>();
        for (Dialect dialect : ServiceLoader.load(Dialect.class, Dialect.class.getClassLoader())) {
            add(dialect, database, present, matching);
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null && context != Dialect.class.getClassLoader()) {
            for (Dialect dialect : ServiceLoader.load(Dialect.class, context)) {
                if (present.stream().noneMatch(known -> known.getClass() == dialect.getClass())) {
                    add(dialect, database, present, matching);
                }
            }
        }
        if (matching.size() == 1) {
            return matching.get(0);
        }
        String product = database.getDatabaseProductName();
        if (matching.isEmpty() && !ARTIFACTS.containsKey(product)) {
            return new StandardDialect();
        }
        throw new PlanException(List.of(new Problem(
                Problem.Kind.BAD_OPTION,
                product,
                matching.isEmpty()
                        ? "The database is " + product + ", and its dialect is not on the class path (found: "
                                + ids(present) + ")."
                        : "Several dialects support " + product + ": " + ids(matching) + ".",
                matching.isEmpty()
                        ? "Add the dependency dev.restore:" + ARTIFACTS.get(product) + "."
                        : "Remove all but one from the class path.")));
    }

    private static void add(Dialect dialect, DatabaseMetaData database, List<Dialect> present, List<Dialect> matching)
            throws SQLException {
        present.add(dialect);
        if (dialect.supports(database)) {
            matching.add(dialect);
        }
    }

    private static String ids(List<Dialect> dialects) {
        return dialects.stream().map(Dialect::id).collect(Collectors.joining(", "));
    }
}
