package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Manifest;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.BackupFormat;
import dev.restore.plan.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** References are written as what the rows they lead to are called, whatever numbers these have. */
interface NaturalKeyBackupContract extends ContractCase {

    /** A name in the quotes of the standard. */
    Pattern NAME = Pattern.compile("\"(\\w+)\"");

    private Backup backup() {
        return Backup.of(db().dataSource());
    }

    private static List<String> rows(Path backup, String table) throws IOException {
        return Files.readAllLines(backup.resolve("data").resolve(table).resolve("00001.ndjson"));
    }

    private static Manifest manifest(Path backup) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            return reader.manifest().orElseThrow();
        }
    }

    /** Quotes names as the database does. */
    private String quoted(String sql) {
        return NAME.matcher(sql).replaceAll(name -> Matcher.quoteReplacement(db().quote(name.group(1))));
    }

    private void execute(String... statements) throws SQLException {
        db().execute(Stream.of(statements).map(this::quoted).toArray(String[]::new));
    }

    private void createPeople() throws SQLException {
        execute(
                "create table \"person\" (\"id\" ${bigint} primary key, \"name\" ${text} not null unique, \"email\" ${text}, "
                        + "\"boss_id\" ${bigint} references \"person\" (\"id\"), \"room\" ${text})",
                "create table \"note\" (\"id\" ${bigint} primary key, \"person_id\" ${bigint} not null "
                        + "references \"person\" (\"id\"), \"text\" ${text})",
                "insert into \"person\" values (7, 'al\"ice', 'a@', null, 'a'), (9, 'bob', 'b@', 7, 'a'), (3, 'cy', null, 7, 'c')",
                "insert into \"note\" values (2, 9, 'x'), (1, 7, 'y')");
    }

    private void createPermissions() throws SQLException {
        execute(
                "create table \"django_content_type\" (\"id\" ${bigint} primary key, \"app_label\" ${text} not null, "
                        + "\"model\" ${text} not null, unique (\"app_label\", \"model\"))",
                "create table \"auth_permission\" (\"id\" ${bigint} primary key, \"name\" ${text}, "
                        + "\"content_type_id\" ${bigint} not null references \"django_content_type\" (\"id\"), "
                        + "\"codename\" ${text} not null, unique (\"content_type_id\", \"codename\"))",
                "create table \"auth_group\" (\"id\" ${bigint} primary key, \"name\" ${text} not null unique)",
                "create table \"auth_group_permissions\" (\"group_id\" ${bigint} not null references \"auth_group\" (\"id\"), "
                        + "\"permission_id\" ${bigint} not null references \"auth_permission\" (\"id\"), "
                        + "primary key (\"group_id\", \"permission_id\"))",
                "insert into \"django_content_type\" values (31, 'wagtailcore', 'page'), (32, 'auth', 'user')",
                "insert into \"auth_permission\" values (5, 'Add', 31, 'add_page'), (6, 'Add', 32, 'add_user')",
                "insert into \"auth_group\" values (1, 'Editors')",
                "insert into \"auth_group_permissions\" values (1, 6), (1, 5)");
    }

    @Test
    default void aReferenceIsTheNaturalKeyOfItsRow() throws Exception {
        createPeople();
        Path backup = temp().resolve("backup");
        BackupReport report = backup().naturalKeys().write(backup);
        assertThat(rows(backup, "person"))
                .containsExactly(
                        "{\"id\":3,\"name\":\"cy\",\"email\":null,\"boss_id\":[\"al\\\"ice\"],\"room\":\"c\"}",
                        "{\"id\":7,\"name\":\"al\\\"ice\",\"email\":\"a@\",\"boss_id\":null,\"room\":\"a\"}",
                        "{\"id\":9,\"name\":\"bob\",\"email\":\"b@\",\"boss_id\":[\"al\\\"ice\"],\"room\":\"a\"}");
        assertThat(rows(backup, "note"))
                .containsExactly(
                        "{\"id\":1,\"person_id\":[\"al\\\"ice\"],\"text\":\"y\"}",
                        "{\"id\":2,\"person_id\":[\"bob\"],\"text\":\"x\"}");
        assertThat(report.warnings()).isEmpty();
        Manifest manifest = manifest(backup);
        assertThat(manifest.version()).isEqualTo(Manifest.KEYED_VERSION);
        assertThat(manifest.table("person").orElseThrow().naturalKey()).containsExactly("name");
        Manifest.Reference reference =
                manifest.table("note").orElseThrow().foreignKeys().get(0);
        assertThat(reference.writtenIn()).isEqualTo("person_id");
        assertThat(reference.naturalKey()).containsExactly("name");
        assertThat(manifest.table("note").orElseThrow().naturalKey()).isEmpty();
    }

    @Test
    default void nothingIsWrittenSoUnlessItIsAskedFor() throws Exception {
        createPeople();
        createPermissions();
        Path plain = temp().resolve("plain");
        backup().write(plain);
        assertThat(rows(plain, "note")).contains("{\"id\":1,\"person_id\":7,\"text\":\"y\"}");
        assertThat(manifest(plain).version()).isEqualTo(1);
        Path one = temp().resolve("one");
        backup().naturalKey("auth_group", "name").write(one);
        assertThat(rows(one, "note")).contains("{\"id\":1,\"person_id\":7,\"text\":\"y\"}");
        assertThat(rows(one, "auth_group_permissions"))
                .containsExactly(
                        "{\"group_id\":[\"Editors\"],\"permission_id\":5}",
                        "{\"group_id\":[\"Editors\"],\"permission_id\":6}");
    }

    @Test
    default void aNaturalKeyHoldsThoseOfTheRowsItRefersTo() throws Exception {
        createPermissions();
        Path backup = temp().resolve("backup");
        backup().except("django_content_type").naturalKeys().write(backup);
        assertThat(rows(backup, "auth_group_permissions"))
                .containsExactly(
                        "{\"group_id\":[\"Editors\"],\"permission_id\":[\"add_page\",\"wagtailcore\",\"page\"]}",
                        "{\"group_id\":[\"Editors\"],\"permission_id\":[\"add_user\",\"auth\",\"user\"]}");
        assertThat(rows(backup, "auth_permission").get(0)).contains("\"content_type_id\":[\"wagtailcore\",\"page\"]");
        Manifest manifest = manifest(backup);
        assertThat(manifest.table("auth_permission").orElseThrow().naturalKey())
                .containsExactly("codename", "content_type_id.app_label", "content_type_id.model");
        Path some = temp().resolve("some");
        backup().naturalKey("auth_permission", "content_type.model", "codename")
                .where("auth_group_permissions", quoted("\"permission_id\" = 6"))
                .write(some);
        assertThat(rows(some, "auth_group_permissions"))
                .containsExactly("{\"group_id\":1,\"permission_id\":[\"user\",\"add_user\"]}");
    }

    @Test
    default void aReferenceOfSeveralColumnsStandsInOneOfThem() throws Exception {
        execute(
                "create table \"node\" (\"tenant\" ${bigint} not null, \"no\" ${bigint} not null, \"slug\" ${text} not null unique, "
                        + "\"parent_no\" ${bigint}, primary key (\"tenant\", \"no\"), "
                        + "foreign key (\"tenant\", \"parent_no\") references \"node\" (\"tenant\", \"no\"))",
                "create table \"leaf\" (\"text\" ${text}, \"node_tenant\" ${bigint} not null, \"node_no\" ${bigint}, "
                        + "foreign key (\"node_tenant\", \"node_no\") references \"node\" (\"tenant\", \"no\"))",
                "insert into \"node\" values (1, 1, 'root', null), (1, 2, 'twig', 1)",
                "insert into \"leaf\" values ('a', 1, 2), ('b', 1, null)");
        Path backup = temp().resolve("backup");
        backup().naturalKey("node", "slug").write(backup);
        assertThat(rows(backup, "node"))
                .containsExactly(
                        "{\"tenant\":1,\"no\":1,\"slug\":\"root\",\"parent_no\":null}",
                        "{\"tenant\":1,\"no\":2,\"slug\":\"twig\",\"parent_no\":[\"root\"]}");
        assertThat(rows(backup, "leaf"))
                .containsExactly(
                        "{\"text\":\"a\",\"node_tenant\":[\"twig\"],\"node_no\":null}",
                        "{\"text\":\"b\",\"node_tenant\":1,\"node_no\":null}");
        Manifest manifest = manifest(backup);
        assertThat(manifest.table("node").orElseThrow().foreignKeys().get(0).writtenIn())
                .isEqualTo("parent_no");
        assertThat(manifest.table("leaf").orElseThrow().foreignKeys().get(0).writtenIn())
                .isEqualTo("node_tenant");
        assertThat(Backup.verify(backup).against(db().dataSource()).run().agrees())
                .isTrue();
    }

    @Test
    default void whatHasNoKnownKeyIsWrittenAsItIsAndSaid() throws Exception {
        createPeople();
        execute(
                "create table \"thing\" (\"id\" ${bigint} primary key, \"a\" ${text} unique, \"b\" ${text} unique)",
                "create table \"member\" (\"id\" ${bigint} primary key, \"email\" ${text} unique)",
                "create table \"part\" (\"id\" ${bigint} primary key, \"note_id\" ${bigint} references \"note\" (\"id\"), "
                        + "\"thing_id\" ${bigint} references \"thing\" (\"id\"), "
                        + "\"member_id\" ${bigint} references \"member\" (\"id\"))",
                "insert into \"thing\" values (1, 'x', 'y')",
                "insert into \"member\" values (6, null)",
                "insert into \"part\" values (4, 2, 1, 6)");
        Path backup = temp().resolve("backup");
        BackupReport report = backup().naturalKeys().write(backup);
        assertThat(rows(backup, "part")).containsExactly("{\"id\":4,\"note_id\":2,\"thing_id\":1,\"member_id\":6}");
        assertThat(report.warnings())
                .hasSize(3)
                .anySatisfy(note ->
                        assertThat(note).contains("References to member ").contains("nulls"))
                .anySatisfy(
                        note -> assertThat(note).contains("References to note ").contains("no natural key"))
                .anySatisfy(note ->
                        assertThat(note).contains("References to thing ").contains("several"));
    }

    @Test
    default void aWrongDeclarationIsRefusedBeforeAnythingIsWritten() throws Exception {
        createPeople();
        Path backup = temp().resolve("backup");
        assertThatThrownBy(() -> backup().naturalKey("nobody", "name").write(backup))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> backup().naturalKey("person", "nickname").write(backup))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("nickname")
                .hasMessageContaining("person");
        assertThatThrownBy(() -> backup().naturalKey("note", "text", "thing.id").write(backup))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("thing.id");
        assertThatThrownBy(() -> backup().naturalKey("person", "room").write(backup))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("several of its rows have the same")
                .hasMessageContaining("(room)");
        assertThatThrownBy(() -> backup().naturalKeys().format(BackupFormat.TABLES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(temp()).isEmptyDirectory();
    }

    @Test
    default void aReferenceThatCouldNotBeResolvedIsRefused() throws Exception {
        createPeople();
        execute("insert into \"note\" values (5, 3, 'z')");
        Path backup = temp().resolve("backup");
        assertThatThrownBy(() -> backup().naturalKey("person", "email").write(backup))
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("Table note, row 3")
                .hasMessageContaining("column person_id")
                .hasMessageContaining("no value in")
                .hasMessageContaining("person.email");
        assertThat(temp()).isEmptyDirectory();
    }

    @Test
    default void aReferenceThatLeadsNowhereIsRefused() throws Exception {
        createPeople();
        List<String> unchecked = switch (db().dialect()) {
            case "postgresql" ->
                List.of(
                        "alter table \"note\" drop constraint \"note_person_id_fkey\"",
                        "update \"note\" set \"person_id\" = 99",
                        "alter table \"note\" add foreign key (\"person_id\") references \"person\" (\"id\") not valid");
            case "sqlite" -> List.of("pragma foreign_keys = off", "update \"note\" set \"person_id\" = 99");
            case "h2" ->
                List.of(
                        "set referential_integrity false",
                        "update \"note\" set \"person_id\" = 99",
                        "set referential_integrity true");
            default -> List.of();
        };
        assumeTrue(!unchecked.isEmpty(), "nothing is known that lets a reference lead nowhere in this database");
        execute(unchecked.toArray(String[]::new));
        assertThatThrownBy(() -> backup().naturalKeys().write(temp().resolve("backup")))
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("Table note, row 1")
                .hasMessageContaining("column person_id leads to no row of")
                .hasMessageContaining("person");
        assertThat(temp()).isEmptyDirectory();
    }

    @Test
    default void verifyingComparesTheKeysOfReferences() throws Exception {
        createPeople();
        createPermissions();
        Path backup = temp().resolve("backup");
        backup().naturalKeys().write(backup);
        VerifyReport same = Backup.verify(backup).against(db().dataSource()).run();
        assertThat(same.agrees()).as(same.text()).isTrue();
        assertThat(same.tables()).allSatisfy(table -> assertThat(table.notes()).isEmpty());
        execute("update \"note\" set \"person_id\" = 7 where \"id\" = 2");
        VerifyReport other = Backup.verify(backup).against(db().dataSource()).run();
        assertThat(other.agrees()).isFalse();
        assertThat(other.text()).contains("row (id=2) differs in person_id");
        DrillReport drill = Backup.drill(backup).run();
        assertThat(drill.passed()).as(drill.text()).isTrue();
        assertThat(drill.tables()).allSatisfy(table -> assertThat(table.notes()).isEmpty());
    }

    @Test
    default void djangoGetsTheKeysThatItsModelsHave() throws Exception {
        createPeople();
        createPermissions();
        Path dump = temp().resolve("dump.json");
        BackupReport report = backup().naturalKeys().format(BackupFormat.DJANGO).write(dump);
        assertThat(Files.readString(dump))
                .contains("\"content_type\":[\"wagtailcore\",\"page\"]")
                .contains("\"permission\":[\"add_page\",\"wagtailcore\",\"page\"]")
                .contains("\"pk\":1,\"fields\":{\"person\":7");
        assertThat(report.warnings()).anyMatch(note -> note.contains("person"));
        Path declared = temp().resolve("declared.json");
        backup().naturalKeys()
                .naturalKey("person", "name")
                .format(BackupFormat.DJANGO)
                .write(declared);
        assertThat(Files.readString(declared)).contains("\"pk\":1,\"fields\":{\"person\":[\"al\\\"ice\"]");
    }

    @Test
    default void rowsAreFoundAgainAfterTheirNumbersHaveChanged() throws Exception {
        createPeople();
        Path backup = temp().resolve("backup");
        backup().naturalKeys().only("note", "person").write(backup);
        execute(
                "delete from \"note\"",
                "update \"person\" set \"boss_id\" = null",
                "delete from \"person\"",
                "insert into \"person\" values (70, 'al\"ice', null, null, 'a')");
        Restore.from(backup).into(db().dataSource()).mode(Mode.MERGE).run();
        assertThat(db().rows("select \"id\", \"name\", \"boss_id\" from \"person\" order by \"id\""))
                .containsExactly("3|cy|70", "9|bob|70", "70|al\"ice|∅");
        assertThat(
                        db().rows(
                                        "select \"note\".\"text\", \"person\".\"name\" from \"note\" join \"person\" on \"person\".\"id\" = \"person_id\" order by \"text\""))
                .containsExactly("x|bob", "y|al\"ice");
    }
}
