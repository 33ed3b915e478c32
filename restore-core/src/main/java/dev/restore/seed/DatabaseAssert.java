package dev.restore.seed;

import dev.restore.backup.BackupSource;
import dev.restore.backup.Placeholders;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Connections;
import dev.restore.engine.verify.ExpectedRows;
import dev.restore.engine.verify.ExpectedRowsComparison;
import dev.restore.engine.verify.TableDifferences;
import dev.restore.plan.BinaryText;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asserts that the tables of a database hold the rows of files: whatever a restore reads.
 *
 * <pre>{@code
 * DatabaseAssert.assertThat(dataSource).ignoring("created_at").hasRowsOf("expected/");
 * }</pre>
 *
 * <p>The tables of the files count, and the columns that a row of them has: null in a file is null in the database, and a column that a row
 * leaves out is not compared for that row. Values are equal when the column keeps them as the same value, however they are written: numbers
 * by their value, times as moments. Rows are told apart by the primary key, or another key of the table, that all rows of the files have,
 * and otherwise by all their values; in what order they stand does not matter unless that is asked for.
 *
 * <p>What differs is named by table, key and column with the values on both sides, as is fit for test data: whoever reads the output of
 * the tests reads them. Memory: the rows of the compared tables and of the files. Immutable: each method returns a new assertion, and each
 * check reads the database anew, in one transaction of its own or within that of the connection.
 */
public final class DatabaseAssert {

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final ConnectionSource database;
    private final Class<?> test;
    private final ExpectedRows options;
    private final @Nullable Placeholders placeholders;

    private DatabaseAssert(
            ConnectionSource database, Class<?> test, ExpectedRows options, @Nullable Placeholders placeholders) {
        this.placeholders = placeholders;
        this.database = database;
        this.test = test;
        this.options = options;
    }

    /**
     * Begins an assertion about a database. A connection is taken for each check and given back as it was. Files are looked for on the
     * class path of the calling class.
     */
    public static DatabaseAssert assertThat(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new DatabaseAssert(Connections.of(database), CALLERS.getCallerClass(), ExpectedRows.defaults(), null);
    }

    /**
     * Begins an assertion about what is seen on a connection, which stays open, and a transaction on it as it is. Files are looked for on
     * the class path of the calling class.
     */
    public static DatabaseAssert assertThat(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        return new DatabaseAssert(
                Connections.lending(connection), CALLERS.getCallerClass(), ExpectedRows.defaults(), null);
    }

    private DatabaseAssert with(UnaryOperator<ExpectedRows> change) {
        return new DatabaseAssert(database, test, change.apply(options), placeholders);
    }

    /** Sets the class whose package and class path are meant by names of files. Default: the class that began the assertion. */
    public DatabaseAssert filesOf(Class<?> wanted) {
        return new DatabaseAssert(database, Objects.requireNonNull(wanted, "wanted"), options, placeholders);
    }

    /**
     * Fills {@link Placeholders} in the files, days being those of UTC. Default: texts are what is written.
     *
     * @param now the moment for which <code>${now}</code> stands, for instance {@link SeedReport#now}
     */
    public DatabaseAssert placeholders(Instant now) {
        return new DatabaseAssert(database, test, options, Placeholders.at(now, ZoneOffset.UTC));
    }

    /** Sets the schema of the tables. Default: the connection's own. */
    public DatabaseAssert schema(String wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return with(all -> all.schema(wanted));
    }

    /** Sets the zone of times that come without one. Default: UTC. */
    public DatabaseAssert zone(ZoneId wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return with(all -> all.zone(wanted));
    }

    /** Says how all columns of bytes are written in the files. Default: as their texts show; what is not clear is refused. */
    public DatabaseAssert binaryText(BinaryText text) {
        Objects.requireNonNull(text, "text");
        return with(all -> all.binaryText(text));
    }

    /**
     * Compares these tables of the files only, beside those that were named before. Default: all.
     *
     * @param patterns names in which {@code *} stands for any characters and {@code ?} for one; case does not matter
     */
    public DatabaseAssert only(String... patterns) {
        return with(all -> all.only(List.of(patterns)));
    }

    /**
     * Does not compare these columns in any table, beside those that were named before; a primary key among them no longer tells rows
     * apart. Default: none.
     *
     * @param columns their names; case does not matter
     */
    public DatabaseAssert ignoring(String... columns) {
        return with(all -> all.ignored(List.of(columns)));
    }

    /** Does not compare these columns of one table, as {@link #ignoring} does for all. */
    public DatabaseAssert ignoringIn(String table, String... columns) {
        Objects.requireNonNull(table, "table");
        return with(all -> all.ignoredIn(table, List.of(columns)));
    }

    /**
     * Expects the rows of tables in the order of their primary keys, for instance that in which they were inserted, whether or not the
     * files have these keys. Default: in any order.
     *
     * @param patterns which tables, as for {@link #only}; none for all that have a primary key
     */
    public DatabaseAssert inKeyOrder(String... patterns) {
        return with(all -> all.inKeyOrder(patterns.length == 0 ? List.of("*") : List.of(patterns)));
    }

    /**
     * Checks that the tables of the files hold exactly their rows; a table without rows in them is empty.
     *
     * @param names files and directories, as {@link SeedFiles#find} finds them; rows of one table in several add up
     * @throws AssertionError when there are differences
     * @throws dev.restore.outcome.PlanException when a table, a column or a name of an option is not there, with all of them
     */
    public DatabaseAssert hasRowsOf(String... names) {
        return hasRowsOf(found(names));
    }

    /** Checks that the tables hold exactly the rows of anything that a restore reads, as {@link #hasRowsOf(String...)} does. */
    public DatabaseAssert hasRowsOf(BackupSource... sources) {
        return check(options.more(false), "The database does not hold exactly the rows of ", sources);
    }

    /**
     * Checks that the tables of the files hold their rows, whatever else they hold.
     *
     * @param names files and directories, as {@link SeedFiles#find} finds them
     * @throws AssertionError when there are differences
     * @throws dev.restore.outcome.PlanException when a table, a column or a name of an option is not there, with all of them
     */
    public DatabaseAssert containsRowsOf(String... names) {
        return containsRowsOf(found(names));
    }

    /** Checks that the tables hold the rows of anything that a restore reads, as {@link #containsRowsOf(String...)} does. */
    public DatabaseAssert containsRowsOf(BackupSource... sources) {
        return check(options.more(true), "The database does not hold the rows of ", sources);
    }

    private BackupSource[] found(String... names) {
        return Arrays.stream(names).map(name -> SeedFiles.find(test, name)).toArray(BackupSource[]::new);
    }

    private DatabaseAssert check(ExpectedRows how, String failed, BackupSource... sources) {
        if (sources.length == 0) {
            throw new IllegalArgumentException("name at least one file or directory of expected rows");
        }
        List<BackupSource> read = Arrays.stream(sources)
                .map(source -> placeholders == null ? source : source.filled(placeholders))
                .toList();
        List<TableDifferences> differences =
                Patience.with(() -> new ExpectedRowsComparison(how).compare(database, read));
        if (!differences.isEmpty()) {
            String names = String.join(
                    ", ", Arrays.stream(sources).map(BackupSource::name).toList());
            throw new AssertionError(DifferenceText.of(failed + names, differences));
        }
        return this;
    }
}
