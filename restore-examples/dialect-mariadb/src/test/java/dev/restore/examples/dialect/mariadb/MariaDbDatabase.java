package dev.restore.examples.dialect.mariadb;

import dev.restore.testing.MariaDbServer;
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
import org.junit.jupiter.api.Assumptions;

/** An empty database of a MariaDB server, and the words in which it differs from others. */
final class MariaDbDatabase implements TestDatabase {

    private final String url;
    private final DataSource source;
    private final Connection kept;

    /** Creates an empty database. */
    MariaDbDatabase() throws SQLException {
        url = MariaDbServer.get().takeDatabase();
        source = TestDataSource.of(
                url + "&sessionVariables=sql_mode='STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES'", new Properties());
        kept = source.getConnection();
    }

    /** Runs them on a connection that is kept: opening one takes longer than most statements. */
    @Override
    public void execute(String... statements) throws SQLException {
        try (Statement statement = kept.createStatement()) {
            for (String template : statements) {
                statement.execute(inWords(template));
            }
        }
    }

    @Override
    public List<String> rows(String query) throws SQLException {
        return rows(kept, query);
    }

    @Override
    public List<String> tables() throws SQLException {
        return rows("select table_name from information_schema.tables where table_schema = database()"
                + " and table_type = 'BASE TABLE'");
    }

    @Override
    public String dialect() {
        return "mariadb";
    }

    @Override
    public DataSource dataSource() {
        return source;
    }

    @Override
    public String urlForAnotherProcess(Path directory) {
        return url;
    }

    @Override
    public String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public Map<String, String> words() {
        return Map.ofEntries(
                Map.entry("identity", "bigint auto_increment primary key"),
                Map.entry("stored", "stored"),
                Map.entry("other", "other"),
                Map.entry("bigint", "bigint"),
                Map.entry("text", "varchar(700) collate utf8mb4_nopad_bin"),
                Map.entry("boolean", "boolean"),
                Map.entry("decimal", "decimal(38, 10)"),
                Map.entry("double", "double"),
                Map.entry("date", "date"),
                Map.entry("time", "time(6)"),
                Map.entry("timestamp", "datetime(6)"),
                Map.entry("timestamptz", "datetime(6)"),
                Map.entry("uuid", "uuid"),
                Map.entry("binary", "blob"),
                Map.entry("json", "json"));
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.ALTER_ADDS_CONSTRAINTS, Ability.CHECKS_TYPES, Ability.EXACT_DECIMALS);
    }

    @Override
    public Map<String, List<String>> samples() {
        return Map.of(
                "bigint", List.of("0", "-9223372036854775808", "9223372036854775807"),
                "bigint unsigned", List.of("0", "18446744073709551615"),
                "varchar(100)", List.of("''", "'a''b'", "'Zoë'"),
                "longtext", List.of("''", "repeat('äb', 5000)"),
                "decimal(38, 10)", List.of("0", "-1.5", "9999999999999999999999999999.9999999999"),
                "double", List.of("0.1", "1.7976931348623157e308"),
                "date", List.of("'2024-02-29'", "'1000-01-01'"),
                "datetime(6)", List.of("'2024-02-29 01:02:03.456789'", "'9999-12-31 23:59:59.999999'"),
                "longblob", List.of("X''", "X'00ff'"),
                "uuid", List.of("'0c2b3f0e-7d0a-4a53-9d1b-0a1b2c3d4e5f'"));
    }

    /** Names are of characters of the basic plane, and foreign keys cannot lead from or to a file of this name. */
    @Override
    public boolean takesName(String identifier) {
        return identifier.codePoints().allMatch(Character::isBmpCodePoint) && !identifier.equals("CON");
    }

    @Override
    public List<String> dropAll(List<String> tables) {
        List<String> statements = new ArrayList<>(List.of("set foreign_key_checks = 0"));
        tables.forEach(table -> statements.add("drop table " + quote(table)));
        statements.add("set foreign_key_checks = 1");
        return statements;
    }

    @Override
    public List<String> schemaQueries() {
        return List.of(
                "select table_name, constraint_name, constraint_type from information_schema.table_constraints"
                        + " where table_schema = database()",
                "select constraint_name, delete_rule, update_rule from information_schema.referential_constraints"
                        + " where constraint_schema = database()",
                "select table_name, index_name, column_name from information_schema.statistics"
                        + " where table_schema = database()",
                "select trigger_name, event_object_table, action_statement from information_schema.triggers"
                        + " where trigger_schema = database()",
                "select table_name, column_name, column_type, column_default, is_nullable, extra"
                        + " from information_schema.columns where table_schema = database()");
    }

    /** InnoDB counts on after each number that a row brings, and does not go back when the row does. */
    @Override
    public List<String> numberQueries() {
        return List.of();
    }

    @Override
    public List<String> leftovers() throws SQLException {
        return rows("select trx_id, trx_state from information_schema.innodb_trx t"
                + " join information_schema.processlist p on p.id = t.trx_mysql_thread_id"
                + " where p.id <> connection_id() and p.db = database()");
    }

    @Override
    public List<String> sessionQueries() {
        return List.of("select variable_name, variable_value from information_schema.session_variables"
                + " where variable_name not in ('TIMESTAMP', 'PSEUDO_THREAD_ID', 'ERROR_COUNT', 'WARNING_COUNT',"
                + " 'LAST_INSERT_ID', 'IDENTITY', 'INSERT_ID', 'IN_TRANSACTION', 'LAST_GTID', 'RAND_SEED1',"
                + " 'RAND_SEED2', 'PSEUDO_SLAVE_MODE') and variable_name not like '%innodb%' order by 1");
    }

    @Override
    public List<String> auditTrigger(String table) {
        return List.of("create trigger audit_" + table + " after insert on " + table
                + " for each row insert into audit (note) values ('" + table + "')");
    }

    @Override
    public List<String> updateTrigger(String table, String statement) {
        Assumptions.assumeFalse(
                statement.startsWith("update " + table + " "), "a trigger of MariaDB cannot change its own table");
        return List.of("create trigger change_" + table + " after insert on " + table + " for each row " + statement);
    }

    @Override
    public List<String> raisingTrigger(String table) {
        return List.of("create trigger raise_" + table + " before insert on " + table
                + " for each row begin declare said varchar(1000); if new.note is not null then"
                + " set said = concat('must not be: ', new.note, ' beside ', (select max(name) from parent));"
                + " signal sqlstate '45000' set message_text = said; end if; end");
    }

    @Override
    public List<String> endlessInsert(String table) {
        return List.of(
                "create trigger endless_" + table + " after insert on " + table + " for each row do sleep(1000000)");
    }

    @Override
    public void close() throws SQLException {
        MariaDbServer.get().giveBack(url, kept);
    }
}
