package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.BackupFormat;
import dev.restore.plan.RowErrors;
import dev.restore.plan.UnknownColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump of Django finds the tables, keys and lists that Django means. */
interface DjangoContract extends ContractCase {

    /** Writes a dump, its records with apostrophes in place of quotes. */
    default Restore dump(String... records) throws IOException {
        String json = "[" + String.join(",\n", records).replace('\'', '"') + "]";
        return restore(Files.writeString(Files.createTempFile(temp(), "dump", ".json"), json));
    }

    private static void complete(Restore restore) {
        RestoreReport report = restore.run();
        assertThat(report.outcome()).as(report.text()).isEqualTo(Outcome.COMPLETE);
    }

    private static List<Problem> problems(Restore restore) {
        return ((PlanException) catchThrowable(restore::run)).problems();
    }

    private void createItems() throws SQLException {
        db().execute(
                        "create table shop_item (id ${identity}, name ${text})",
                        "create table shop_book (item_ptr_id ${bigint} primary key references shop_item (id), isbn ${text})",
                        "create table shop_label (id ${identity}, name ${text})",
                        "create table labelled (id ${identity}, item_id ${bigint} not null references shop_item (id), "
                                + "label_id ${bigint} not null references shop_label (id))");
    }

    @ParameterizedTest
    @CsvSource({
        "admin.logentry, django_admin_log",
        "contenttypes.contenttype, django_content_type",
        "contenttypes.ContentType, django_content_type",
        "flatpages.flatpage, django_flatpage",
        "redirects.redirect, django_redirect",
        "sessions.session, django_session",
        "sites.site, django_site",
        "comments.comment, django_comments",
        "django_comments.commentflag, django_comment_flags",
        "auth.user, auth_user"
    })
    default void findsTheTablesOfDjangosOwnModels(String model, String table) throws Exception {
        db().execute("create table " + table + " (id ${identity}, name ${text})");
        complete(dump("{'model':'" + model + "','pk':5,'fields':{'name':'x'}}"));
        assertThat(db().rows("select id, name from " + table)).containsExactly("5|x");
    }

    @Test
    default void prefersATableThatFollowsFromTheModelsName() throws Exception {
        db().execute(
                        "create table sites_site (id ${identity}, name ${text})",
                        "create table django_site (id ${identity}, name ${text})");
        complete(dump("{'model':'sites.site','pk':5,'fields':{'name':'x'}}"));
        assertThat(db().rows("select name from sites_site")).containsExactly("x");
        assertThat(db().rows("select name from django_site")).isEmpty();
    }

    @Test
    default void fillsTheJoinTablesOfDjangosOwnModels() throws Exception {
        db().execute(
                        "create table django_site (id ${identity}, domain ${text})",
                        "create table django_flatpage (id ${identity}, url ${text})",
                        "create table django_flatpage_sites (id ${identity}, "
                                + "flatpage_id ${bigint} not null references django_flatpage (id), "
                                + "site_id ${bigint} not null references django_site (id))");
        complete(dump(
                "{'model':'flatpages.flatpage','pk':2,'fields':{'url':'/a/','sites':[3]}}",
                "{'model':'sites.site','pk':3,'fields':{'domain':'example.org'}}"));
        assertThat(db().rows("select flatpage_id, site_id from django_flatpage_sites"))
                .containsExactly("2|3");
    }

    @Test
    default void writesDjangosOwnTablesAsItsModels() throws Exception {
        db().execute(
                        "create table django_content_type (id ${identity}, model ${text})",
                        "insert into django_content_type (model) values ('post')");
        Path dump = temp().resolve("written.json");
        Backup.of(db().dataSource()).format(BackupFormat.DJANGO).write(dump);
        assertThat(Files.readString(dump)).contains("\"contenttypes.contenttype\"");
        complete(restore(dump));
        assertThat(db().rows("select id, model from django_content_type")).containsExactly("1|post");
    }

    /** A model that inherits has its parent's key as its own, which some writers say twice. */
    @ParameterizedTest
    @ValueSource(strings = {"'item_ptr':4", "'item_ptr_id':4", "'item_ptr':'4'", "'item_ptr':null"})
    default void takesAKeyThatIsSaidTwiceOnce(String parent) throws Exception {
        createItems();
        complete(dump(
                "{'model':'shop.item','pk':4,'fields':{'name':'x','id':4}}",
                "{'model':'shop.book','pk':4,'fields':{'isbn':'1'," + parent + "}}"));
        assertThat(db().rows("select item_ptr_id, isbn from shop_book")).containsExactly("4|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'item_ptr':5", "'item_ptr':45", "'item_ptr':true"})
    default void refusesARecordWithTwoKeys(String parent) throws Exception {
        createItems();
        String item = "{'model':'shop.item','pk':4,'fields':{'name':'x'}}";
        String book = "{'model':'shop.book','pk':4,'fields':{'isbn':'1'," + parent + "}}";
        LoadException failure =
                failsWithoutTrace(LoadException.class, () -> dump(item, book).run());
        assertThat(failure.row().column()).isEqualTo("item_ptr");
        assertThat(failure.row().reason()).contains("differ");

        Path rejects = temp().resolve("rejects");
        RestoreReport report = dump(item, book)
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects)
                .run();
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(Files.readString(rejects.resolve("shop.book.ndjson")))
                .isEqualToIgnoringWhitespace(book.replace('\'', '"'));
    }

    @Test
    default void takesTheParentsKeyWhereTheRecordHasNone() throws Exception {
        createItems();
        complete(dump(
                "{'model':'shop.item','pk':4,'fields':{'name':'x'}}",
                "{'model':'shop.book','pk':null,'fields':{'isbn':'1','item_ptr':4}}"));
        assertThat(db().rows("select item_ptr_id, isbn from shop_book")).containsExactly("4|1");
    }

    @Test
    default void sendsAListIntoTheJoinTableThatIsNamed() throws Exception {
        createItems();
        Restore restore = dump(
                "{'model':'shop.item','pk':4,'fields':{'name':'x','labels':[7,8]}}",
                "{'model':'shop.label','pk':7,'fields':{'name':'l'}}",
                "{'model':'shop.label','pk':8,'fields':{'name':'m'}}");
        assertThat(problems(restore)).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNKNOWN_COLUMN);
            assertThat(problem.remedy()).contains("shop.item.labels=");
        });
        assertThat(problems(restore.map("shop.item", "labels", "shop_book")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("mapped to shop_book"));
        complete(restore.map("shop.item", "labels", "labelled"));
        assertThat(db().rows("select item_id, label_id from labelled order by 2"))
                .containsExactly("4|7", "4|8");
    }

    @Test
    default void takesAListOfKeysAsASet() throws Exception {
        createItems();
        complete(dump(
                        "{'model':'shop.item','pk':4,'fields':{'name':'x','labels':[7,7,'7']}}",
                        "{'model':'shop.label','pk':7,'fields':{'name':'l'}}")
                .map("shop.item", "labels", "labelled"));
        assertThat(db().rows("select item_id, label_id from labelled")).containsExactly("4|7");
    }

    @Test
    default void leavesOutWhatAWriterNotedBesideTheFields() throws Exception {
        createItems();
        Restore restore = dump(
                "{'model':'shop.item','pk':4,'fields':{'name':'x'},'__file_name__':'x.pdf'}",
                "{'model':'shop.item','pk':5,'fields':{'name':'y'}}");
        assertThat(restore.plan().notes()).anySatisfy(note -> assertThat(note).contains("__file_name__"));
        complete(restore);
        assertThat(db().rows("select id, name from shop_item order by 1")).containsExactly("4|x", "5|y");
    }

    /** Django reads no such key, whatever the columns are called. */
    @Test
    default void treatsOtherKeysBesideTheFieldsAsUnknownColumns() throws Exception {
        createItems();
        Restore restore = dump("{'name':'no','model':'shop.item','pk':4,'fields':{},'natural':[1,{'a':2}]}");
        assertThat(problems(restore))
                .allSatisfy(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNKNOWN_COLUMN))
                .extracting(Problem::subject)
                .containsExactlyInAnyOrder("shop.item.name", "shop.item.natural");
        complete(restore.unknownColumns(UnknownColumns.IGNORE));
        assertThat(db().rows("select id, name from shop_item")).containsExactly("4|∅");
    }
}
