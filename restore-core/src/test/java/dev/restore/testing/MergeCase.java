package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.Mode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** What the tests of merges have in common. */
interface MergeCase extends ContractCase {

    /** Begins a merge of a backup. */
    default Restore merging(TestBackup backup) throws IOException {
        return freshly(backup).mode(Mode.MERGE);
    }

    /** Runs a restore that loses nothing. */
    default RestoreReport complete(Restore restore) {
        RestoreReport report = restore.run();
        assertThat(report.outcome()).as(report.text()).isEqualTo(Outcome.COMPLETE);
        assertAccounted(report);
        return report;
    }

    /** Checks that each row of the backup is somewhere. */
    default void assertAccounted(RestoreReport report) {
        for (TableReport table : report.tables()) {
            assertThat(table.inserted() + table.updated() + table.unchanged() + table.filtered() + table.rejected())
                    .as(table.toString())
                    .isEqualTo(table.read());
            assertThat(List.of(
                            table.inserted(), table.updated(), table.unchanged(), table.filtered(), table.rejected()))
                    .as(table.toString())
                    .allMatch(rows -> rows >= 0);
        }
    }

    /** Creates people of whom two have come back under other numbers, and their posts. */
    default void createBlog() throws SQLException {
        db().execute(
                        "create table person (id ${identity}, name ${text} not null unique, age ${bigint})",
                        "create table post (id ${identity}, author_id ${bigint} not null references person (id), "
                                + "editor_id ${bigint} references person (id), title ${text} not null)",
                        "insert into person (name, age) values ('root', 1)",
                        "insert into person (name, age) values ('bob', 2)",
                        "insert into post (author_id, title) values (1, 'welcome')");
    }

    /** Returns a backup of other people under the same numbers. */
    default TestBackup blog() {
        return new TestBackup()
                .table(
                        "person",
                        "{'id':1,'name':'ann','age':30}",
                        "{'id':2,'name':'root','age':31}",
                        "{'id':7,'name':'bob','age':32}",
                        "{'id':9,'name':'cy','age':33}")
                .table(
                        "post",
                        "{'id':1,'author_id':1,'editor_id':2,'title':'one'}",
                        "{'id':5,'author_id':2,'editor_id':null,'title':'two'}",
                        "{'id':6,'author_id':7,'editor_id':9,'title':'three'}");
    }

    default List<String> people() throws SQLException {
        return db().rows("select name, age from person order by name");
    }

    default List<String> posts() throws SQLException {
        return db().rows("select p.title, a.name, e.name from post p join person a on a.id = p.author_id "
                + "left join person e on e.id = p.editor_id order by p.title");
    }

    /** Checks that a statement is refused. */
    default void assertForeignKeysBite(String statement) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> db().execute(statement)))
                .isInstanceOf(SQLException.class);
    }
}
