package dev.restore.seed;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Placeholders;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a database holds before each test, and how much of it belongs to that state. Immutable: each method returns a new fixture. A
 * {@link SeededDatabase} knows a fixture again by its identity: keep it in a constant.
 *
 * <pre>{@code
 * Fixture fixture = Fixture.of(BackupSource.ofClasspath("users.json"), BackupSource.ofClasspath("orders/"));
 * }</pre>
 */
public final class Fixture {

    /** The tables in which Flyway and Liquibase note what they have done, which no fixture touches. */
    public static final Set<String> MIGRATION_TABLES =
            Set.of("flyway_schema_history", "DATABASECHANGELOG", "DATABASECHANGELOGLOCK");

    private final List<BackupSource> sources;
    private final SeedScope scope;
    private final Set<String> kept;
    private final @Nullable String schema;
    private final boolean verified;
    private final @Nullable FilledFiles filled;
    private final UnaryOperator<Restore> restores;

    private Fixture(
            List<BackupSource> sources,
            SeedScope scope,
            Set<String> kept,
            @Nullable String schema,
            boolean verified,
            @Nullable FilledFiles filled,
            UnaryOperator<Restore> restores) {
        this.sources = List.copyOf(sources);
        this.scope = scope;
        this.kept = Set.copyOf(kept);
        this.schema = schema;
        this.verified = verified;
        this.filled = filled;
        this.restores = restores;
    }

    /** Starts from anything that a restore reads, in order. Without any the state is what is there at the first reset. */
    public static Fixture of(BackupSource... sources) {
        return of(Arrays.asList(sources));
    }

    /** Starts from files and directories, in order. */
    public static Fixture of(Path... sources) {
        return of(Arrays.stream(sources).map(BackupSource::of).toList());
    }

    /**
     * Starts from files and directories, in order, as {@link SeedFiles#find} finds them.
     *
     * @param test the class whose package and class path are meant, as a rule that of the test
     * @throws IllegalArgumentException if one is not there
     */
    public static Fixture of(Class<?> test, String... names) {
        return of(Arrays.stream(names).map(name -> SeedFiles.find(test, name)).toList());
    }

    /** Starts from anything that a restore reads, in order. Without any the state is what is there at the first reset. */
    public static Fixture of(List<BackupSource> sources) {
        return new Fixture(sources, SeedScope.SCHEMA, MIGRATION_TABLES, null, false, null, UnaryOperator.identity());
    }

    /** Sets how much belongs to the state. Default {@link SeedScope#SCHEMA}. */
    public Fixture scope(SeedScope wanted) {
        return new Fixture(sources, Objects.requireNonNull(wanted, "wanted"), kept, schema, verified, filled, restores);
    }

    /**
     * Keeps these tables out of the state, beside those that were named before. Their rows are left as they are; a fixture that names one is
     * loaded into it once. Default: {@link #MIGRATION_TABLES}.
     *
     * @param tables their names; case does not matter
     */
    public Fixture keep(String... tables) {
        return keep(Arrays.asList(tables));
    }

    /** Keeps these tables out of the state, as {@link #keep(String...)} does. */
    public Fixture keep(Collection<String> tables) {
        Set<String> all = new LinkedHashSet<>(kept);
        all.addAll(tables);
        return new Fixture(sources, scope, all, schema, verified, filled, restores);
    }

    /** Sets the schema whose tables are meant. Default: the connection's own. */
    public Fixture schema(String wanted) {
        return new Fixture(sources, scope, kept, Objects.requireNonNull(wanted, "wanted"), verified, filled, restores);
    }

    /**
     * Sets whether the contents of all tables of the state are compared with a backup of it after each reset. This reads all rows, and
     * does not rely on what a database says has changed. Default: false.
     */
    public Fixture verify(boolean wanted) {
        return new Fixture(sources, scope, kept, schema, wanted, filled, restores);
    }

    /** Fills {@link Placeholders} in its files, as {@link #placeholders(InstantSource, ZoneId)} does by the clock of the system in UTC. */
    public Fixture placeholders() {
        return placeholders(InstantSource.system(), ZoneOffset.UTC);
    }

    /**
     * Fills {@link Placeholders} in its files, all of them at one moment. Where they hold moments or days, the files are loaded again
     * when more than a minute has passed since that one, or another day has begun, so that <code>${now}</code> is always about the
     * moment of the reset. Default: texts are what is written.
     *
     * @param clock says which moment it is, a {@link java.time.Clock} for instance
     * @param zone in which days begin
     */
    public Fixture placeholders(InstantSource clock, ZoneId zone) {
        FilledFiles how = new FilledFiles(Objects.requireNonNull(clock, "clock"), Objects.requireNonNull(zone, "zone"));
        return new Fixture(sources, scope, kept, schema, verified, how, restores);
    }

    /**
     * Changes how its files are restored, for instance {@code restore -> restore.map("users", "app_user")}. Default: in
     * {@link dev.restore.plan.Mode#REPLACE}, without waiting for the disk.
     */
    public Fixture restoring(UnaryOperator<Restore> settings) {
        Objects.requireNonNull(settings, "settings");
        UnaryOperator<Restore> before = restores;
        return new Fixture(
                sources, scope, kept, schema, verified, filled, restore -> settings.apply(before.apply(restore)));
    }

    /** Returns a fixture with the files of another one after its own, and otherwise this one's settings. */
    public Fixture and(BackupSource... more) {
        List<BackupSource> all = new ArrayList<>(sources);
        all.addAll(Arrays.asList(more));
        return new Fixture(all, scope, kept, schema, verified, filled, restores);
    }

    List<BackupSource> sources() {
        return sources;
    }

    SeedScope scope() {
        return scope;
    }

    Set<String> kept() {
        return kept;
    }

    @Nullable
    String schema() {
        return schema;
    }

    boolean verified() {
        return verified;
    }

    @Nullable
    FilledFiles filled() {
        return filled;
    }

    Restore settings(Restore restore) {
        return restores.apply(restore);
    }

    /** Returns the names of its files. */
    @Override
    public String toString() {
        return "Fixture " + sources.stream().map(BackupSource::name).toList();
    }
}
