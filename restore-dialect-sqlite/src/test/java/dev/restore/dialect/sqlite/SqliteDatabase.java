package dev.restore.dialect.sqlite;

import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;

/** SQLite in a file, with foreign keys enforced. */
@SuppressWarnings("exports") // for the tests of other modules
public final class SqliteDatabase implements TestDatabase {

    private final String url;
    private final DataSource source;

    /** Creates an empty database in a file of a directory. */
    public SqliteDatabase(Path directory) {
        url = "jdbc:sqlite:" + directory.resolve("test.db");
        Properties properties = new Properties();
        properties.setProperty("foreign_keys", "true");
        properties.setProperty("synchronous", "OFF");
        source = TestDataSource.of(url, properties);
    }

    String url() {
        return url;
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public DataSource dataSource() {
        return source;
    }

    @Override
    public String urlForAnotherProcess(Path directory) {
        return "jdbc:sqlite:" + directory.resolve("streamed.db");
    }

    @Override
    public Map<String, String> words() {
        return Map.ofEntries(
                Map.entry("identity", "integer primary key autoincrement"),
                Map.entry("stored", "stored"),
                Map.entry("bigint", "bigint"),
                Map.entry("text", "text"),
                Map.entry("boolean", "boolean"),
                Map.entry("decimal", "decimal(38, 10)"),
                Map.entry("double", "double precision"),
                Map.entry("date", "date"),
                Map.entry("time", "time"),
                Map.entry("timestamp", "timestamp"),
                Map.entry("timestamptz", "timestamp with time zone"),
                Map.entry("uuid", "uuid"),
                Map.entry("binary", "blob"),
                Map.entry("json", "json"));
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(
                Ability.NAMES_THE_COLUMN,
                Ability.NUMBERS_ROLL_BACK,
                Ability.NUMBERS_WITHOUT_GAPS,
                Ability.SUPPRESSES_TRIGGERS,
                Ability.MOMENTS,
                Ability.EXPRESSION_INDEXES);
    }

    @Override
    public Map<String, List<String>> samples() {
        return SqliteSamples.all();
    }

    @Override
    public String shown(String column) {
        return "typeof(" + column + ") || hex(" + column + ") || quote(" + column + ")";
    }

    @Override
    public List<String> dropAll(List<String> tables) {
        List<String> statements = new ArrayList<>(List.of("pragma foreign_keys = off"));
        tables.forEach(table -> statements.add("drop table " + quote(table)));
        return statements;
    }

    @Override
    public List<String> schemaQueries() {
        return List.of("select type, name, tbl_name, sql from sqlite_schema");
    }

    @Override
    public List<String> numberQueries() throws SQLException {
        return rows("select name from sqlite_schema where name = 'sqlite_sequence'")
                        .isEmpty()
                ? List.of()
                : List.of("select name, seq from sqlite_sequence");
    }

    @Override
    public List<String> leftovers() throws SQLException {
        List<String> found = new ArrayList<>(rows("select * from pragma_foreign_key_check"));
        found.addAll(rows("select integrity_check from pragma_integrity_check where integrity_check <> 'ok'"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 0");
            statement.execute("begin immediate");
            statement.execute("rollback");
        } catch (SQLException e) {
            found.add(e.getMessage());
        }
        return found;
    }

    @Override
    public List<String> sessionQueries() {
        return List.of(
                "select * from pragma_foreign_keys",
                "select * from pragma_defer_foreign_keys",
                "select * from pragma_synchronous",
                "select * from pragma_journal_mode",
                "select * from pragma_cache_size",
                "select * from pragma_temp_store",
                "select * from pragma_locking_mode",
                "select * from pragma_busy_timeout",
                "select * from pragma_recursive_triggers",
                "select * from pragma_ignore_check_constraints");
    }

    @Override
    public List<String> auditTrigger(String table) {
        return List.of("create trigger audit_" + table + " after insert on " + table
                + " begin insert into audit values ('" + table + "'); end");
    }

    @Override
    public List<String> updateTrigger(String table, String statement) {
        return List.of(
                "create trigger change_" + table + " after insert on " + table + " begin " + statement + "; end");
    }

    @Override
    public List<String> raisingTrigger(String table) {
        return List.of(
                "create trigger raise_" + table + " before insert on " + table + " when new.note is not null begin "
                        + "select raise(abort, 'must not be: ' || new.note || ' beside ' || (select max(name) from parent)); end");
    }

    @Override
    public List<String> endlessInsert(String table) {
        return List.of("create trigger endless_" + table + " after insert on " + table
                + " begin insert into audit with recursive n(x) as (select 1 union all select x + 1 from n) "
                + "select count(*) from n; end");
    }

    @Override
    public void close() {}
}
