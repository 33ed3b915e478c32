package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.testing.SequencesContract;
import dev.restore.testing.TestBackup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that no column owns, on PostgreSQL, also behind functions, domains and triggers. */
class PostgresSequencesTest extends OwnerCase implements SequencesContract {

    @Override
    public String next(String sequence) {
        return "nextval('" + sequence + "')";
    }

    private RestoreReport restored(String... rows) throws Exception {
        RestoreReport report = freshly(new TestBackup().table("bill", rows)).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        return report;
    }

    private String nextBill() throws Exception {
        db().execute("insert into bill (v) values ('next')");
        return db().rows("select id from bill where v = 'next'").get(0);
    }

    /** A function, with a comma for its semicolon, and how the default calls it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "f() returns int language sql as $$ select nextval('src')::int $$; f()",
                "f() returns bigint language sql begin atomic select nextval('src'), end; f()",
                "f() returns bigint language plpgsql as $$ begin return nextval('src'), end $$; f()",
                "f(s text) returns bigint language plpgsql as $$ begin return nextval(s), end $$; f('src')",
                "f(s regclass) returns bigint language sql as $$ select nextval($1) $$; f('src')",
                "f() returns bigint language sql as $$ select 100 + nextval('src') $$; f() - 100"
            })
    void findsASequenceBehindAFunction(String function, String call) throws Exception {
        db().execute(
                        "create sequence src",
                        "create sequence other",
                        "create function " + function.replace(", end", "; end"),
                        "create table bill (id bigint primary key default " + call + ", v text)");
        assertThat(restored("{'id':7,'v':'a'}", "{'id':30,'v':'b'}").warnings()).isEmpty();
        assertThat(nextBill()).isEqualTo("31");
        assertThat(db().rows("select nextval('other')")).containsExactly("1");
    }

    @Test
    void findsASequenceBehindAFunctionThatCallsAnother() throws Exception {
        db().execute(
                        "create sequence \"Bill No\"",
                        "create function inner_no() returns bigint language sql as $$ select nextval('\"Bill No\"') $$",
                        "create function outer_no() returns text language plpgsql as $$ begin -- nextval('old')\n"
                                + " return 'B-' || lpad(inner_no()::text, 5, '0'); end $$",
                        "create table bill (id text primary key default outer_no(), v text)");
        assertThat(restored("{'id':'B-00030','v':'a'}", "{'id':'B-00007','v':'b'}")
                        .warnings())
                .isEmpty();
        assertThat(nextBill()).isEqualTo("B-00031");
        assertThat(db().rows("select last_value, is_called from \"Bill No\"")).containsExactly("31|true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new.id := nextval('src');",
                "if new.id is null then new.id = nextval('src'::regclass); end if;",
                "select nextval('src') into new.id;"
            })
    void findsASequenceBehindATrigger(String statement) throws Exception {
        db().execute(
                        "create sequence src",
                        "create function number_it() returns trigger language plpgsql as $$ begin if new.v = 'next' then "
                                + statement + " end if; return new; end $$",
                        "create table bill (id bigint primary key, v text)",
                        "create trigger number_it before insert on bill for each row execute function number_it()");
        assertThat(restored("{'id':30,'v':'a'}").warnings())
                .singleElement()
                .asString()
                .contains("Triggers of bill fire");
        assertThat(nextBill()).isEqualTo("31");
    }

    @Test
    void findsTheSequenceOfADomainAndOneByName() throws Exception {
        db().execute(
                        "create sequence src",
                        "create domain numbered as bigint default nextval('src')",
                        "create sequence late",
                        "create table bill (id numbered primary key, n int default nextval('late'::text), v text)");
        assertThat(restored("{'id':30,'n':5,'v':'a'}").warnings()).isEmpty();
        assertThat(nextBill()).isEqualTo("31");
        assertThat(db().rows("select n from bill where v = 'next'")).containsExactly("6");
    }

    @Test
    void takesWhatIsAddedOffAgain() throws Exception {
        db().execute(
                        "create sequence src maxvalue 5000",
                        "create table bill (id bigint primary key default 1000000 + nextval('src'), v text)");
        assertThat(restored("{'id':1000030,'v':'a'}").warnings()).isEmpty();
        assertThat(nextBill()).isEqualTo("1000031");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextval('src') % 7", "(random() * nextval('src'))::int", "-nextval('src')"})
    void leavesASequenceAloneWhereItsNumbersCannotBeRead(String expression) throws Exception {
        db().execute(
                        "create sequence src",
                        "create table bill (id bigint primary key default " + expression + ", v text)");
        assertThat(restored("{'id':30,'v':'a'}").warnings())
                .singleElement()
                .asString()
                .contains("bill", "src", "not certain");
        assertThat(db().rows("select nextval('src')")).containsExactly("1");
    }

    @Test
    void saysWhereTheSequenceCannotBeTold() throws Exception {
        db().execute(
                        "create sequence src",
                        "create function f(s text) returns bigint language sql as $$ select nextval(('s' || s)::regclass) $$",
                        "create table bill (id bigint primary key default f('rc'), v text)");
        List<String> warnings = restored("{'id':30,'v':'a'}").warnings();
        assertThat(warnings).isNotEmpty().first().asString().contains("bill.id", "--sequence");
        assertThat(freshly(new TestBackup().table("bill", "{'id':30,'v':'a'}"))
                        .sequence("src", "bill", "id")
                        .run()
                        .warnings())
                .isEmpty();
        assertThat(nextBill()).isEqualTo("31");
    }

    @Test
    void noticesAFunctionThatChangesBetweenTwoRuns() throws Exception {
        db().execute(
                        "create sequence one",
                        "create sequence two",
                        "create function f() returns bigint language sql as $$ select nextval('one') $$",
                        "create table bill (id bigint primary key default f(), v text)");
        var restore = freshly(new TestBackup().table("bill", "{'id':30,'v':'a'}"));
        for (int run = 0; run < 3; run++) {
            restore.run();
        }
        db().execute("create or replace function f() returns bigint language sql as $$ select nextval('two') $$");
        restore.run();
        assertThat(nextBill()).isEqualTo("31");
    }

    @Test
    void setsTheSequenceThatOnlyAPartitionHas() throws Exception {
        db().execute(
                        "create sequence src",
                        "create table bill (id bigint, year int, v text, primary key (id, year)) partition by list (year)",
                        "create table bill_old partition of bill for values in (2023)",
                        "create table bill_new partition of bill for values in (2024, 2025)",
                        "alter table bill_new alter id set default nextval('src')",
                        "insert into bill_new (year, v) values (2024, 'first')");
        Path before = temp().resolve("before.tar.gz");
        RestoreReport report = freshly(new TestBackup()
                        .table("bill", "{'id':30,'year':2024,'v':'a'}", "{'id':90,'year':2023,'v':'b'}"))
                .safetyBackup(before)
                .run();
        assertThat(report.warnings()).isEmpty();
        db().execute("insert into bill_new (year, v) values (2024, 'next')");
        assertThat(db().rows("select id from bill where v = 'next'")).containsExactly("31");
        Restore.undo(before).into(db().dataSource()).run();
        db().execute("insert into bill_new (year, v) values (2024, 'next')");
        assertThat(db().rows("select id, v from bill order by id")).containsExactly("1|first", "2|next");
    }

    /** The usual name is enough; where it fits no column, somebody has to say it. */
    @Test
    void aColumnThatIsNoKeyMayHaveASequenceOfItsOwn() throws Exception {
        db().execute(
                        "create table bill (id bigint primary key generated by default as identity, no int, v text)",
                        "create sequence bill_no_seq",
                        "create sequence bill_print_seq");
        assertThat(restored("{'id':7,'no':30,'v':'a'}").warnings())
                .singleElement()
                .asString()
                .contains("bill_print_seq", "named after table bill", "--sequence");
        assertThat(db().rows("select nextval('bill_no_seq')")).containsExactly("31");
    }

    @Test
    void tryingADefaultLeavesNothingBehind() throws Exception {
        db().execute(
                        "create sequence src start with 5",
                        "create table log (n bigint)",
                        "create function f() returns text language plpgsql as $$ begin insert into log values (1);"
                                + " return 'A' || nextval('src'); end $$",
                        "create table bill (id text primary key default f(), v text)");
        restored("{'id':'A2','v':'a'}");
        assertThat(db().rows("select last_value, is_called from src")).containsExactly("5|false");
        assertThat(db().rows("select * from log")).isEmpty();
    }
}
