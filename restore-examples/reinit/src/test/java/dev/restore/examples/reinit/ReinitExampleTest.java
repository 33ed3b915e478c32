package dev.restore.examples.reinit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.dialect.postgres.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReinitExampleTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean run(Database database, UnaryOperator<Restore> settings) throws Exception {
        return new ReinitExample(database, new PrintStream(out, true, UTF_8)).run(settings);
    }

    private void bringsEverythingBack(Database database) throws Exception {
        assertThat(run(database, restore -> restore)).as(out.toString(UTF_8)).isTrue();
        String text = out.toString(UTF_8);
        assertThat(text)
                .contains(
                        "5/4/10 -> 0/0/2 -> 5/4/10",
                        "Every relation is as it was.",
                        "ids: admin=1, administrator=1, author=2, system=2",
                        "ids: admin=4, administrator=2, author=1, system=3")
                .doesNotContain("lost:");
        assertThat(text.split("document 'Handbook': owner alice; workflow Review; reviewers bob, carol; attachments"
                        + " cover.png \\(6 bytes from dave\\), index.txt \\(14 bytes from alice\\)"))
                .hasSize(3);
    }

    @Test
    void bringsEverythingBackOnSqlite() throws Exception {
        bringsEverythingBack(Database.sqlite(directory.resolve("reinit.db")));
    }

    @Test
    void bringsEverythingBackOnPostgres() throws Exception {
        bringsEverythingBack(Database.postgres(PostgresServer.shared().createDatabase()));
    }

    @Test
    void saysWhatDidNotComeBack() throws Exception {
        Database database = Database.sqlite(directory.resolve("reinit.db"));
        assertThat(run(database, restore -> restore.except("reviewers"))).isFalse();
        String text = out.toString(UTF_8);
        Matcher backup = Pattern.compile("the rows as they were: (.+)").matcher(text);
        assertThat(backup.find()).isTrue();
        Path kept = Path.of(backup.group(1));
        Files.delete(kept);
        Files.delete(Objects.requireNonNull(kept.getParent()));
        assertThat(text)
                .contains(
                        "NOT everything is as it was.",
                        "lost: document 'Contract': owner erin; workflow Review; reviewers carol, heidi",
                        "row (document_id.title=Contract, user_id.login=heidi) did not come back");
    }
}
