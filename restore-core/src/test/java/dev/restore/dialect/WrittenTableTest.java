package dev.restore.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenTableTest {

    /** A table of which rows change has an exclamation mark. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "begin update crate set n = 1; return new; end | crate!",
                "begin UPDATE ONLY app.\"Odd \"\"one\" c set n = 1; end | app.Odd \"one!",
                "insert into log values (new.id) | log",
                "insert into log values (1) on conflict (id) do update set n = 2 | log!",
                "insert into a values (1); insert into b values (2) on conflict do nothing | a,b",
                "insert or replace into [a b] values (1); replace into `c` values (1) | a b!,c!",
                "insert or ignore into a values (replace('x', 'y', 'z')) | a",
                "update or ignore a set x = 1; delete from only b where x in (select 1 from c) | a!,b!",
                "~-- update a set x = 1 \n select 'update b set y = 2; it''s' /* delete from c */~ | ~~",
                "select 1 from a for update; select 1 from b for no key update of b | ~~",
                "create trigger t after update of x on a begin select 1; end | ~~",
                "create trigger t update on a begin delete from b; end | b!",
                "merge into a using b on true when matched then update set x = 1; truncate table c | a!,c!",
                "if tg_op = 'DELETE' then delete from a; end if | a!",
                "execute format('update %I set x = 1', t) | ~~",
                "update 'Odd ''one' set x = 'update b'; insert into 'main'.'c' values ('delete from d') | Odd 'one!,main.c",
                "update | ~~",
                "begin perform \"unclosed | ~~"
            })
    void findsWhatStatementsWriteTo(String text, String expected) {
        List<String> found = WrittenTable.in(text).stream()
                .map(table -> (table.schema() == null ? "" : table.schema() + ".")
                        + table.name()
                        + (table.changes() ? "!" : ""))
                .toList();
        assertThat(String.join(",", found)).isEqualTo(expected);
    }
}
