package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanAndInspectTest {

    @TempDir
    private Path directory;

    @Test
    void aPlanSaysWhatWillBeEmptiedAndEmptiesNothing() throws Exception {
        Session session = new Session(directory);
        String url = session.sqlite("INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run("plan", session.backup(), "--to", url);

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(end.out()).startsWith("Plan: ").contains("emptied first: 1 row", "author 1", "3 rows for 2 tables");
        assertThat(Session.text(url, "SELECT name FROM author")).isEqualTo("Old");
    }

    @Test
    void aPlanWithProblemsIsPrintedAndEndsWithThree() throws Exception {
        Session session = new Session(directory);
        Path backup = session.backup();
        Files.writeString(backup.resolve("shelf.json"), "[{\"id\":1}]");

        End end = Session.run("plan", backup, "--to", session.sqlite());

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.out()).contains("1 problem stands in the way", "shelf");
        assertThat(end.err()).hasLineCount(1).startsWith("restore: ");
    }

    @Test
    void aPlanIsOneJsonObject() throws Exception {
        Session session = new Session(directory);
        Path report = directory.resolve("plan.json");

        End end = Session.run("plan", session.backup(), "--to", session.sqlite(), "--json", "--report", report);

        Map<?, ?> json = Json.object(end.out());
        assertThat(json.get("feasible")).isEqualTo("true");
        assertThat((List<?>) json.get("tables")).hasSize(2);
        assertThat(Json.object(Files.readString(report))).isEqualTo(json);
    }

    @Test
    void inspectCountsRowsAndShowsFields() throws Exception {
        End end = Session.run("inspect", new Session(directory).backup());

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(end.out())
                .contains("3 rows in 2 tables", "id integer, name text, born integer?")
                .doesNotContain("Ursula");
    }

    @Test
    void inspectPrintsOneJsonObject() throws Exception {
        Map<?, ?> json = Json.object(Session.run("inspect", new Session(directory).backup(), "--json")
                .out());

        assertThat(json.get("rows")).isEqualTo("3");
        assertThat(json.get("metadata_agrees")).isNull();
    }

    @Test
    void inspectEndsWithThreeWhereItCannotRead() {
        End end = Session.run("inspect", directory.resolve("none"), "--json");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).hasLineCount(1).contains("none");
        assertThat(Json.object(end.out()).get("outcome")).isEqualTo("FAILED");
    }

    @Test
    void readsValuesByTheirLook() {
        assertThat(Names.scalar("true")).isEqualTo(true);
        assertThat(Names.scalar("7")).isEqualTo(java.math.BigInteger.valueOf(7));
        assertThat(Names.scalar("1.50")).isEqualTo(new java.math.BigDecimal("1.50"));
        assertThat(Names.scalar("\"7\"")).isEqualTo("7");
        assertThat(Names.scalar("7 days")).isEqualTo("7 days");
        assertThat(Names.scalar("null")).isNull();
        assertThat(Names.scalar("\"null\"")).isEqualTo("null");
        assertThat(Names.scalar("")).isEqualTo("");
    }
}
