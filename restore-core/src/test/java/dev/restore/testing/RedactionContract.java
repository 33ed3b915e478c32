package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is wrong with a row, its values and those of other rows stay out of exceptions, logs, reports and reasons. */
interface RedactionContract extends ContractCase {

    /** Stands in a row that is there, in the table with the name and in the table that is loaded. */
    String OTHERS = "Zw8fremd";

    /** Stands in rows of the backup. */
    String SECRET = "Xq7geheim";

    /** A number among them. */
    String NUMBER = "987654321";

    /** What can be wrong with a row. The last row is bad; columns that are not there are null. */
    enum Fault {
        EQUAL_KEYS("{'id':1,'note':'Xq7geheim'}", "{'id':1,'note':'b'}"),
        EQUAL_TEXTS("{'id':1,'name':'Xq7geheim'}", "{'id':2,'name':'Xq7geheim'}"),
        EQUAL_PAIRS("{'id':1,'a':987654321,'b':'Xq7geheim'}", "{'id':2,'a':987654321,'b':'Xq7geheim'}"),
        KEY_THAT_IS_THERE("{'id':7,'name':'Xq7geheim'}"),
        TEXT_THAT_IS_THERE("{'id':8,'name':'Zw8fremd'}"),
        CHECK("{'id':1,'name':'Xq7geheim','pages':-987654321}"),
        NULL("{'id':1,'note':'Xq7geheim','pages':null}"),
        NOT_A_NUMBER("{'id':1,'pages':'Xq7geheim'}"),
        NOT_A_NUMBER_WITH_QUOTES("{'id':1,'pages':'id\\\" Xq7geheim \\\"id'}"),
        NOT_A_NUMBER_ON_TWO_LINES("{'id':1,'pages':'first\\nXq7geheim'}"),
        TOO_LARGE("{'id':1,'small':987654321}"),
        NOT_A_DATE("{'id':1,'born':'Xq7geheim'}"),
        NO_SUCH_DAY("{'id':1,'born':'2024-13-45 Xq7geheim'}"),
        NOT_A_TIMESTAMP("{'id':1,'moment':'Xq7geheim'}"),
        NOT_A_UUID("{'id':1,'token':'Xq7geheim'}"),
        NOT_BINARY("{'id':1,'bytes':'Xq7geheim!'}"),
        NOT_A_BOOLEAN("{'id':1,'active':'Xq7geheim'}"),
        TOO_LONG("{'id':1,'code':'Xq7geheim'}"),
        DANGLING("{'id':1,'parent_id':987654321}"),
        DANGLING_TEXT("{'id':1,'parent_name':'Xq7geheim'}"),
        BARE_WORD("{'id':1,'name':Xq7geheim}"),
        NO_COLON("{'id':1,'name' 'Xq7geheim'}"),
        BAD_ESCAPE("{'id':1,'name':'Xq7geheim\\x'}"),
        SAME_FIELD_TWICE("{'id':1,'doc':{'Xq7geheim':1,'Xq7geheim':2}}");

        /** The rows, one a line. */
        private final String rows;

        Fault(String... rows) {
            this.rows = Arrays.stream(rows)
                    .map(row -> row.contains("'pages'") ? row : row.replaceFirst("}$", ",'pages':1}"))
                    .collect(Collectors.joining("\n"));
        }

        private List<String> rows() {
            return rows.lines().toList();
        }
    }

    private void createVault() throws SQLException {
        db().execute(
                        "create table parent (id ${bigint} primary key, name varchar(40) not null unique)",
                        "create table vault (id ${bigint} primary key, name varchar(40) unique, note ${text}, "
                                + "pages ${bigint} not null, small smallint, born ${date}, moment ${timestamp}, "
                                + "token ${uuid}, bytes ${binary}, doc ${json}, active ${boolean}, code varchar(3), "
                                + "a ${bigint}, b varchar(40), parent_id ${bigint} references parent (id), "
                                + "parent_name varchar(40) references parent (name), unique (a, b), "
                                + "constraint pages_positive check (pages > 0))",
                        "insert into parent values (7, '" + OTHERS + "')",
                        "insert into vault (id, name, note, pages) values (7, '" + OTHERS + "', '" + OTHERS + "', 1)");
    }

    private TestBackup vault(Fault fault) {
        return new TestBackup().table("vault", fault.rows().toArray(String[]::new));
    }

    /** Everything that came out of a run. */
    final class Seen {
        private final StringWriter text = new StringWriter();
        private @Nullable Throwable failure;
        private @Nullable RestoreReport report;

        private void add(Throwable thrown) {
            failure = thrown;
            thrown.printStackTrace(new PrintWriter(text, true));
            tree(thrown, 0);
        }

        /** What a stack trace shows is not all that is in an exception. */
        private void tree(@Nullable Throwable thrown, int depth) {
            if (thrown == null || depth > 10) {
                return;
            }
            text.append(thrown + "\n" + thrown.getMessage() + "\n" + thrown.getLocalizedMessage() + "\n");
            tree(thrown.getCause(), depth + 1);
            Stream.of(thrown.getSuppressed()).forEach(other -> tree(other, depth + 1));
            if (thrown instanceof SQLException sql) {
                tree(sql.getNextException(), depth + 1);
            }
        }

        private void add(RestoreReport told) {
            report = told;
            text.append(told + "\n" + told.json() + "\n" + told + "\n");
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private Seen see(Restore restore) throws IOException {
        Seen seen = new Seen();
        try (RecordingLogs.Recording logs = RecordingLogs.Recording.begin()) {
            try {
                seen.add(restore.listener(event -> {
                            seen.text.append(event + "\n");
                            if (event instanceof RestoreEvent.Finished finished) {
                                seen.add(finished.report());
                            }
                        })
                        .run());
            } catch (RestoreException e) {
                seen.add(e);
            }
            seen.text.append(logs.text());
            assertThat(logs.text()).contains("DEBUG restoring");
        }
        Path reasons = temp().resolve("rejects").resolve("reasons");
        if (Files.isDirectory(reasons)) {
            try (Stream<Path> files = Files.list(reasons)) {
                files.forEach(file -> seen.text.append(read(file)));
            }
        }
        assertThat(seen.toString().lines())
                .filteredOn(line -> line.contains(SECRET) || line.contains(OTHERS) || line.contains(NUMBER))
                .isEmpty();
        return seen;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns why the bad row was refused, null where this database takes it. */
    private @Nullable RowError refused(Seen seen) {
        if (seen.failure instanceof LoadException load) {
            return load.row();
        }
        RestoreReport report = seen.report;
        return report == null || report.rejects().isEmpty()
                ? null
                : report.rejects().get(0);
    }

    private List<UnaryOperator<Restore>> ways() {
        List<UnaryOperator<Restore>> ways = otherWays();
        ways.add(0, run -> run);
        return ways;
    }

    /** Returns the plain way and one of the others, another one for each fault; all of them where faults are injected thoroughly. */
    private List<UnaryOperator<Restore>> ways(Fault fault) {
        List<UnaryOperator<Restore>> others = otherWays();
        return Faults.thorough() ? ways() : List.of(run -> run, others.get(fault.ordinal() % others.size()));
    }

    private List<UnaryOperator<Restore>> otherWays() {
        List<UnaryOperator<Restore>> ways = new ArrayList<>();
        ways.add(run -> run.batchRows(1));
        ways.add(run -> run.verify(Verify.CONTENT));
        ways.add(run -> run.resumable());
        ways.add(run -> run.onRowError(RowErrors.reject()).rejectsTo(temp().resolve("rejects")));
        return ways;
    }

    @ParameterizedTest
    @EnumSource
    default void valuesStayOutOfWhatIsSaidOfABadRow(Fault fault) throws Exception {
        createVault();
        for (UnaryOperator<Restore> way : ways(fault)) {
            Seen seen = see(way.apply(freshly(vault(fault)).mode(Mode.APPEND)));
            RowError row = refused(seen);
            if (db().can(TestDatabase.Ability.CHECKS_TYPES)) {
                assertThat(seen.failure == null && row == null).as("taken").isFalse();
            }
            if (row != null) {
                assertThat(row.row()).isEqualTo(fault.rows().size());
                assertThat(row.reason()).isNotBlank();
            }
            db().execute("delete from vault where id <> 7");
            if (seen.failure != null) {
                assertThat(db().rows("select id from vault")).containsExactly("7");
            }
            db().execute("drop table if exists restore_checkpoint");
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KEY_THAT_IS_THERE", "TEXT_THAT_IS_THERE"})
    default void valuesStayOutWhenTablesAreEmptied(Fault fault) throws Exception {
        createVault();
        see(freshly(vault(fault)));
    }

    @ParameterizedTest
    @CsvSource({"EQUAL_KEYS,vault", "EQUAL_TEXTS,vault", "CHECK,pages_positive", "NULL,pages"})
    default void namesStayInWhatIsSaidOfABadRow(Fault fault, String name) throws Exception {
        createVault();
        RowError row = refused(see(freshly(vault(fault)).mode(Mode.APPEND)));
        assertThat(row).isNotNull();
        assertThat(row.describe()).containsIgnoringCase(name);
    }

    @Test
    default void valuesStayOutOfWhatATriggerRaises() throws Exception {
        createVault();
        db().execute(db().raisingTrigger("vault"));
        for (UnaryOperator<Restore> way : ways()) {
            Seen seen = see(way.apply(freshly(new TestBackup()
                            .table("vault", "{'id':1,'pages':1}", "{'id':2,'note':'Xq7geheim','pages':1}"))
                    .mode(Mode.APPEND)));
            assertThat(seen.failure != null || refused(seen) != null).isTrue();
            db().execute("delete from vault where id <> 7", "drop table if exists restore_checkpoint");
        }
    }

    @Test
    default void valuesStayOutOfDifferencesThatAVerificationFinds() throws Exception {
        createVault();
        db().execute(db().updateTrigger("vault", "update vault set note = 'Xq7geheim' || note"));
        Seen seen = see(freshly(new TestBackup().table("vault", "{'id':1,'note':'Zw8fremd','pages':1}"))
                .verify(Verify.CONTENT));
        assertThat(seen.failure).isInstanceOf(RestoreException.class);
    }

    @Test
    default void valuesStayOutOfWhatIsSaidOfADamagedFile() throws Exception {
        createVault();
        for (Map.Entry<String, String> file : Map.of(
                        "word", "[{\"id\":1,\"name\":Xq7geheim}]",
                        "end", "[{\"id\":1}] Xq7geheim",
                        "nothing", "Xq7geheim",
                        "text", "\"Xq7geheim\"",
                        "cut", "[{\"id\":1,\"name\":\"Xq7geheim",
                        "key", "[{\"id\":1,Xq7geheim:2}]")
                .entrySet()) {
            Path directory = Files.createDirectories(temp().resolve(file.getKey()));
            Files.writeString(directory.resolve("vault.json"), file.getValue());
            assertThat(see(restore(directory)).failure).isInstanceOf(BackupFormatException.class);
        }
    }
}
