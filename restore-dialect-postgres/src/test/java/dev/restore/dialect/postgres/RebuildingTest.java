package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import dev.restore.testing.DatabaseCase;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Indexes and constraints are dropped and built again, and afterwards nobody can tell. */
class RebuildingTest extends DatabaseCase {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.rebuild_rows=0");
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    private void createShop() throws SQLException {
        db().execute(
                        "create table customer (id bigint primary key, email text not null, region text, "
                                + "constraint customer_email unique (email))",
                        "create table item (id bigint primary key, customer bigint not null, code text not null, "
                                + "amount numeric, note text, nick text, alias text, "
                                + "constraint item_customer foreign key (customer) references customer on delete restrict "
                                + "on update cascade, "
                                + "constraint item_later foreign key (customer) references customer deferrable "
                                + "initially deferred, "
                                + "constraint item_code unique (code) include (amount) with (fillfactor = 70), "
                                + "constraint item_nick unique (nick) deferrable initially deferred, "
                                + "constraint item_alias unique (alias) deferrable)",
                        "alter table item add constraint item_old foreign key (customer) references customer not valid",
                        "create index item_amount on item using btree (amount desc nulls last, note collate \"C\") "
                                + "include (code) where amount > 0",
                        "create index item_words on item (lower(note), upper(code), (amount * 2))",
                        "alter index item_words alter column 1 set statistics 500",
                        "alter index item_words alter column 3 set statistics 0",
                        "create unique index \"item's \"\" odd\" on item (lower(code))",
                        "create index item_hash on item using hash (note)",
                        "create index item_brin on item using brin (id) with (pages_per_range = 8)",
                        "alter table item replica identity using index item_code",
                        "create index item_plain on item (note)",
                        "alter table item cluster on item_plain",
                        "comment on index item_amount is 'it''s by \\ amount'",
                        "comment on constraint item_code on item is 'the code'",
                        "comment on index item_code is 'the index of the code'",
                        "comment on constraint item_customer on item is 'who bought it'");
    }

    private static TestBackup shop() {
        return new TestBackup()
                .table("customer", "{'id':1,'email':'a@x'}", "{'id':2,'email':'b@x'}")
                .table("item", item(10, 1, "A"), item(11, 2, "B"), item(12, 1, "C"));
    }

    private static String item(int id, int customer, String code) {
        return "{'id':" + id + ",'customer':" + customer + ",'code':'" + code + "','amount':" + id + ",'note':'n'}";
    }

    /** Returns all that the catalog says of indexes and constraints, except their object identifiers. */
    private List<String> definitions() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String query : List.of(
                "select x.relname, pg_get_indexdef(x.oid), x.reloptions, x.relowner, t.spcname, x.relpersistence, i.indisunique, "
                        + "i.indisprimary, i.indisexclusion, i.indimmediate, i.indisclustered, i.indisvalid, "
                        + "i.indisreplident, i.indkey, i.indclass, i.indcollation, i.indoption, "
                        + "obj_description(x.oid, 'pg_class'), (select inhparent::regclass from pg_inherits where inhrelid = x.oid) "
                        + "from pg_index i join pg_class x on x.oid = i.indexrelid "
                        + "left join pg_tablespace t on t.oid = x.reltablespace "
                        + "where x.relnamespace = 'public'::regnamespace order by 1",
                "select a.attrelid::regclass, a.attnum, a.attname, a.attstattarget, a.attoptions from pg_attribute a "
                        + "join pg_class c on c.oid = a.attrelid where c.relkind = 'i' "
                        + "and c.relnamespace = 'public'::regnamespace order by c.relname, a.attnum",
                "select conrelid::regclass, conname, contype, condeferrable, condeferred, convalidated, conislocal, "
                        + "coninhcount, connoinherit, confupdtype, confdeltype, confmatchtype, conindid::regclass, "
                        + "pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint'), "
                        + "(select count(*) from pg_trigger where tgconstraint = k.oid and tgenabled = 'O') "
                        + "from pg_constraint k where connamespace = 'public'::regnamespace order by 1, 2",
                "select relname, relreplident, relhasindex from pg_class "
                        + "where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1")) {
            all.addAll(db().rows(query));
        }
        return all;
    }

    private List<String> oids() throws SQLException {
        return db().rows("select oid, relname from pg_class where relkind in ('i', 'I') "
                + "and relnamespace = 'public'::regnamespace order by 2");
    }

    @Test
    void putsEveryDefinitionBackExactly() throws Exception {
        createShop();
        List<String> before = definitions();
        List<String> oids = oids();
        RestorePlan plan = freshly(shop()).plan();
        assertThat(plan.scope().rebuilt())
                .extracting(rebuilt -> rebuilt.name())
                .containsExactlyInAnyOrder(
                        "customer_email",
                        "item_code",
                        "item_nick",
                        "item_alias",
                        "item_amount",
                        "item_words",
                        "item_plain",
                        "item's \" odd",
                        "item_hash",
                        "item_brin",
                        "item_customer",
                        "item_later");
        assertThat(plan.describe().replaceAll("\\s+", " "))
                .contains("built again after it")
                .contains("index item_amount")
                .contains("foreign key item_customer");
        assertThat(plan.describe().replaceAll("\\s+", " ")).contains("item (about 3 rows come): ");
        assertThat(plan.json())
                .contains("{\"table\":\"public.item\",\"kind\":\"UNIQUE\",\"name\":\"item_code\","
                        + "\"reason\":\"about 3 rows come\"}");

        RestoreReport report = freshly(shop()).run();
        assertThat(report.warnings()).isEmpty();
        assertThat(definitions()).isEqualTo(before);
        assertThat(oids()).isNotEqualTo(oids);
        assertThat(db().rows("select id from item order by id")).containsExactly("10", "11", "12");
    }

    @Test
    void leavesEverythingAsItWasWhenTheLoadFails() throws Exception {
        createShop();
        freshly(shop()).run();
        List<String> before = definitions();
        List<String> oids = oids();
        TestBackup bad =
                new TestBackup().table("item", item(1, 1, "X"), "{'id':2,'customer':1,'code':'Y','amount':'much'}");
        assertThat(catchThrowableOfType(LoadException.class, () -> freshly(bad).run()))
                .isNotNull();
        assertThat(definitions()).isEqualTo(before);
        assertThat(oids()).isEqualTo(oids);
        assertThat(db().rows("select count(*) from item")).containsExactly("3");
    }

    @Test
    void leavesEverythingAsItWasWhenTheConnectionBreaks() throws Exception {
        createShop();
        freshly(shop()).run();
        List<String> before = definitions();
        List<String> oids = oids();
        assertThat(catchThrowableOfType(
                        RuntimeException.class,
                        () -> freshly(shop())
                                .listener(event -> {
                                    if (event instanceof RestoreEvent.Progress) {
                                        terminateTheOthers();
                                    }
                                })
                                .run()))
                .isNotNull();
        assertThat(definitions()).isEqualTo(before);
        assertThat(oids()).isEqualTo(oids);
        assertThat(db().rows("select count(*) from item")).containsExactly("3");
    }

    private void terminateTheOthers() {
        try {
            shared.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                    + "where datname = current_database() and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void putsBackWhatIsRare() throws Exception {
        String space = "restore_space_" + System.nanoTime();
        try (Connection superuser = shared.asSuperuser().getConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("set allow_in_place_tablespaces = on");
            statement.execute("create tablespace " + space + " location ''");
            statement.execute("grant create on tablespace " + space + " to public");
            try {
                db().execute(
                                "create table pair (a bigint, b bigint, v text, primary key (a, b))",
                                "create table user_of (id bigint primary key, a bigint, b bigint, c bigint, d bigint, v text, "
                                        + "name varchar(20), constraint one_null unique nulls not distinct (v), "
                                        + "constraint full_match foreign key (a, b) references pair match full "
                                        + "on delete cascade on update set default, "
                                        + "constraint one_to_null foreign key (c, d) references pair "
                                        + "on delete set null (d) deferrable initially immediate)",
                                "create index elsewhere on user_of (v) tablespace " + space,
                                "alter index one_null set tablespace " + space,
                                "create index by_pattern on user_of (name varchar_pattern_ops desc nulls first)",
                                "create index by_words on user_of using gin (to_tsvector('simple', v)) "
                                        + "with (fastupdate = off)",
                                "create unique index some_of_them on user_of (lower(name), (a + b)) nulls not distinct "
                                        + "with (deduplicate_items = off) where v is not null and name <> 'it''s \\'");
                List<String> before = definitions();
                List<String> oids = oids();
                TestBackup backup = new TestBackup()
                        .table("pair", "{'a':1,'b':2}")
                        .table("user_of", "{'id':1,'a':1,'b':2,'c':1,'d':2,'v':'x','name':'n'}");
                assertThat(freshly(backup).plan().scope().rebuilt()).hasSize(7);
                assertThat(freshly(backup).run().warnings()).isEmpty();
                assertThat(definitions()).isEqualTo(before);
                assertThat(oids()).isNotEqualTo(oids);
            } finally {
                shared.clear();
                statement.execute("drop tablespace " + space);
            }
        }
    }

    @Test
    void namesTheRowWithADuplicateKeyAsOnTheCarefulRoad() throws Exception {
        createShop();
        List<String> before = definitions();
        TestBackup bad = shop().table("item", item(10, 1, "A"), item(11, 2, "B"), item(12, 1, "A"), item(13, 1, "D"));
        LoadException failure =
                catchThrowableOfType(LoadException.class, () -> freshly(bad).run());
        assertThat(failure.row().row()).isEqualTo(3);
        assertThat(failure.row().sqlState()).isEqualTo("23505");
        assertThat(definitions()).isEqualTo(before);
        assertThat(db().rows("select count(*) from item")).containsExactly("0");
    }

    @Test
    void rejectsTheRowWithADuplicateKeyAsOnTheCarefulRoad() throws Exception {
        createShop();
        List<String> before = definitions();
        TestBackup bad = shop().table("item", item(10, 1, "A"), item(11, 2, "B"), item(12, 1, "A"), item(13, 1, "D"));
        RestoreReport report = freshly(bad).onRowError(RowErrors.reject()).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(report.rejects())
                .singleElement()
                .satisfies(row -> assertThat(row.row()).isEqualTo(3));
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("optimistic strategy was given up")
                        .doesNotContain("=("));
        assertThat(definitions()).isEqualTo(before);
        assertThat(db().rows("select id from item order by id")).containsExactly("10", "11", "13");
    }

    @Test
    void reportsOnlyTheCarefulRoadAfterARetry() throws Exception {
        createShop();
        TestBackup bad = shop().table(
                        "item",
                        item(10, 1, "A"),
                        "{'id':'ten','customer':1,'code':'S'}",
                        item(12, 1, "A"),
                        item(13, 77, "D"),
                        item(14, 2, "E"));
        List<RestoreEvent> events = new ArrayList<>();
        Path rejects = temp().resolve("rejects");
        RestoreReport report = freshly(bad)
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects)
                .verify(Verify.CONTENT)
                .listener(events::add)
                .run();
        assertThat(report.warnings()).hasSize(1).first().asString().contains("optimistic strategy was given up");
        assertThat(report.rejects()).extracting(row -> row.row()).containsExactlyInAnyOrder(2L, 3L, 4L);
        assertThat(report.totals().read()).isEqualTo(7);
        assertThat(report.totals().inserted()).isEqualTo(4);
        assertThat(report.totals().rejected()).isEqualTo(3);
        assertThat(Files.readAllLines(rejects.resolve("item.ndjson"))).hasSize(3);
        assertThat(Files.readAllLines(rejects.resolve("reasons").resolve("item.ndjson")))
                .hasSize(3);
        List<RestoreEvent> after = events.subList(
                1 + events.stream().map(RestoreEvent::getClass).toList().indexOf(RestoreEvent.StartedOver.class),
                events.size());
        assertThat(after.get(0)).isInstanceOf(RestoreEvent.Cleared.class);
        assertThat(after).filteredOn(RestoreEvent.StartedOver.class::isInstance).isEmpty();
        assertThat(after).contains(new RestoreEvent.Verified(4));
        assertThat(events).filteredOn(RestoreEvent.Verified.class::isInstance).hasSize(1);
        assertThat(db().rows("select id from item order by id")).containsExactly("10", "14");
    }

    @Test
    void leavesKeysInPlaceByWhichRowsAreMerged() throws Exception {
        createShop();
        freshly(shop()).run();
        TestBackup changed = new TestBackup().table("item", item(10, 2, "A"), item(15, 1, "F"), item(16, 1, "G"));
        for (ConflictPolicy policy : List.of(ConflictPolicy.skip(), ConflictPolicy.update())) {
            Restore restore = freshly(changed).mode(Mode.APPEND).onConflict("item", policy.by("code"));
            assertThat(restore.plan().scope().rebuilt()).isEmpty();
            restore.run();
        }
        assertThat(db().rows("select id, customer from item order by id"))
                .containsExactly("10|2", "11|2", "12|1", "15|1", "16|1");
    }

    @Test
    void leavesEverythingInPlaceForTriggersToFind() throws Exception {
        createShop();
        db().execute(
                        "create function remember() returns trigger language plpgsql as $$begin "
                                + "insert into customer values (new.id, new.code, null) on conflict (email) do nothing; "
                                + "return new; end$$",
                        "create trigger remember before insert on item for each row execute function remember()",
                        "insert into customer values (10, 'A')");
        TestBackup items = new TestBackup().table("item", item(10, 10, "A"), item(11, 10, "B"));
        assertThat(freshly(items).plan().scope().rebuilt()).isEmpty();
        freshly(items).run();
        assertThat(db().rows("select id, email from customer order by id")).containsExactly("10|A", "11|B");
    }

    @Test
    void findsRowsThatReferToNothing() throws Exception {
        createShop();
        List<String> before = definitions();
        TestBackup orphan = shop().table("item", item(10, 1, "A"), item(11, 77, "B"));
        VerificationException failure = catchThrowableOfType(
                VerificationException.class, () -> freshly(orphan).run());
        assertThat(failure).hasMessageContaining("item(customer)").hasMessageContaining("row 2 (");
        assertThat(definitions()).isEqualTo(before);

        RestoreReport report = freshly(orphan).onRowError(RowErrors.reject()).run();
        assertThat(report.rejects())
                .singleElement()
                .satisfies(row -> assertThat(row.row()).isEqualTo(2));
        assertThat(report.warnings()).isEmpty();
        assertThat(definitions()).isEqualTo(before);
    }

    @Test
    void keepsWhatOthersDependOnAndWhatCannotBePutBack() throws Exception {
        db().execute(
                        "create table p (id bigint primary key, code text not null unique, tag text unique, v int)",
                        "create table c (id bigint primary key, code text references p (code), x int)",
                        "create view grouped as select id, code, tag from p group by id",
                        "create function put() returns void begin atomic "
                                + "insert into p (id, code, tag) values (1, 'a', 'b') on conflict on constraint p_tag_key do nothing; end",
                        "alter table p add constraint p_alone exclude using btree (v with =)",
                        "create table outside (id bigint primary key)",
                        "alter table c add constraint c_outside foreign key (x) references outside (id) not valid",
                        "create table measured (id bigint, d date, constraint measured_id unique (id, d)) "
                                + "partition by range (d)",
                        "create table measured_24 partition of measured for values from ('2024-01-01') to ('2025-01-01')",
                        "create index measured_d on measured (d)",
                        "create index measured_own on measured_24 (id)",
                        "create table base (id bigint primary key, n int)",
                        "create index base_n on base (n)",
                        "create table derived () inherits (base)",
                        "create index derived_n on derived (n)");
        List<String> before = definitions();
        List<String> oids = oids();
        TestBackup backup = new TestBackup()
                .table("p", "{'id':1,'code':'a','tag':'t','v':1}")
                .table("c", "{'id':1,'code':'a','x':null}")
                .table("measured", "{'id':1,'d':'2024-03-03'}")
                .table("base", "{'id':1,'n':1}")
                .table("derived", "{'id':2,'n':2}");
        assertThat(freshly(backup).plan().scope().rebuilt())
                .extracting(rebuilt -> rebuilt.name())
                .containsExactly("c_code_fkey");
        freshly(backup).run();
        assertThat(definitions()).isEqualTo(before);
        assertThat(oids()).isEqualTo(oids);
    }

    @Test
    void leavesTablesOfOthersAlone() throws Exception {
        createShop();
        shared.execute("grant usage on schema public to public", "grant all on all tables in schema public to public");
        Restore restore = Restore.from(shop().directory(temp())).into(shared.asGuest());
        assertThat(restore.plan().scope().rebuilt()).isEmpty();
    }

    @Test
    void leavesAloneWhatMoreRowsAreInThanCome() throws Exception {
        createShop();
        freshly(shop()).run();
        TestBackup one = new TestBackup().table("item", item(20, 1, "Z"));
        assertThat(freshly(one).mode(Mode.APPEND).plan().scope().rebuilt()).isEmpty();
        TestBackup three = new TestBackup().table("item", item(20, 1, "X"), item(21, 1, "Y"), item(22, 1, "Z"));
        List<String> before = definitions();
        assertThat(freshly(three).mode(Mode.APPEND).plan().scope().rebuilt()).isNotEmpty();
        freshly(three).mode(Mode.APPEND).run();
        assertThat(definitions()).isEqualTo(before);
        assertThat(db().rows("select count(*) from item")).containsExactly("6");
    }

    @Test
    void altersNothingWhenItCommitsAsItGoesOrJoinsATransaction() throws Exception {
        createShop();
        List<String> oids = oids();
        assertThat(freshly(shop()).resumable().plan().scope().rebuilt()).isEmpty();
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into customer values (99, 'z@x')");
            Restore.from(shop().directory(temp().resolve("joined")))
                    .into(connection)
                    .run();
            connection.commit();
        }
        assertThat(oids()).isEqualTo(oids);
    }
}
