package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.dialect.postgres.catalog.CatalogToken;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogTokenTest {

    @Test
    void changesWithWhateverTheCatalogIsReadFrom() throws SQLException {
        try (Target target = Target.owned(
                "CREATE DOMAIN code AS varchar(7)",
                "CREATE SEQUENCE counter",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TABLE parent (id int PRIMARY KEY, other int, c code)",
                "CREATE TABLE child (id int, parent int)")) {
            CatalogToken token = new CatalogToken(target.connection);
            Set<String> seen = new LinkedHashSet<>();
            seen.add(token.read());
            for (String change : new String[] {
                "ALTER TABLE parent ADD COLUMN more int",
                "ALTER TABLE parent RENAME COLUMN more TO less",
                "ALTER TABLE parent ALTER COLUMN less TYPE bigint",
                "ALTER TABLE parent ALTER COLUMN less SET DEFAULT 1",
                "ALTER TABLE parent ALTER COLUMN less SET DEFAULT nextval('counter')",
                "ALTER SEQUENCE counter INCREMENT BY 2",
                "ALTER SEQUENCE counter OWNED BY child.id",
                "ALTER TABLE parent ALTER COLUMN other SET NOT NULL",
                "ALTER TABLE parent ADD UNIQUE (other)",
                "ALTER TABLE child ADD CONSTRAINT up FOREIGN KEY (parent) REFERENCES parent",
                "ALTER TABLE child ALTER CONSTRAINT up DEFERRABLE",
                "ALTER TABLE child DROP CONSTRAINT up",
                "CREATE TRIGGER note BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION note()",
                "ALTER TABLE child DISABLE TRIGGER note",
                "ALTER DOMAIN code SET NOT NULL",
                "CREATE TABLE third () INHERITS (parent)",
                "ALTER TABLE third NO INHERIT parent",
                "DROP TABLE third",
                "CREATE VIEW seen AS SELECT 1 AS one"
            }) {
                target.execute(change);
                assertThat(seen.add(token.read())).as(change).isTrue();
            }
        }
    }

    @Test
    void tellsChangesOfOneTransactionApart() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t (a int)")) {
            CatalogToken token = new CatalogToken(target.connection);
            target.connection.setAutoCommit(false);
            try (var statement = target.connection.createStatement()) {
                statement.execute("ALTER TABLE t RENAME COLUMN a TO b");
                String first = token.read();
                statement.execute("ALTER TABLE t RENAME COLUMN b TO c");
                assertThat(token.read()).isNotEqualTo(first);
            }
            target.connection.rollback();
        }
    }

    @Test
    void staysWhenOnlyRowsChange() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t (a serial PRIMARY KEY, b text)")) {
            CatalogToken token = new CatalogToken(target.connection);
            String before = token.read();
            target.execute("INSERT INTO t (b) SELECT 'x' FROM generate_series(1, 100)", "DELETE FROM t", "ANALYZE t");
            assertThat(token.read()).isEqualTo(before);
        }
    }
}
