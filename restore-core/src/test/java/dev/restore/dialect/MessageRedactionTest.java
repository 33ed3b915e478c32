package dev.restore.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageRedactionTest {

    private static final MessageRedaction REDACTION = MessageRedaction.of(new Catalog(
            "shop",
            List.of(
                    table("parent", List.of(column("id"), column("email")), List.of()),
                    table("child", List.of(column("id"), column("parent_id")), List.of(foreignKey())))));

    private static Column column(String name) {
        return new Column(
                name, 1, new ColumnType("bigint", TypeFamily.INTEGER, 0, 0), true, false, Column.Generation.NONE, null);
    }

    private static Table table(String name, List<Column> columns, List<ForeignKey> keys) {
        return new Table(
                new TableName("shop", name),
                Table.Kind.TABLE,
                columns,
                List.of(new Key("PRIMARY", List.of("id"), true), new Key(name + "_email", List.of("id"), false)),
                keys,
                List.of(),
                null);
    }

    private static ForeignKey foreignKey() {
        return new ForeignKey(
                "child_parent",
                new TableName("shop", "child"),
                List.of("parent_id"),
                new TableName("shop", "parent"),
                List.of("id"),
                ForeignKey.Action.NO_ACTION,
                ForeignKey.Deferrability.NOT_DEFERRABLE,
                true);
    }

    /** What servers say of which no dialect knows more than that. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Duplicate entry 'secret' for key 'PRIMARY'|Duplicate entry '...' for key 'PRIMARY'",
                "Duplicate entry 'a-secret' for key 'parent.parent_email'|Duplicate entry '...' for key 'parent.parent_email'",
                "Duplicate entry 'it's a secret' for key 'PRIMARY'|Duplicate entry '...' for key 'PRIMARY'",
                "Duplicate entry 'x' for key 'secret' for key 'PRIMARY'|Duplicate entry '...' for key 'PRIMARY'",
                "Incorrect integer value: 'secret' for column `shop`.`child`.`id` at row 1|Incorrect integer value: '...' for column `shop`.`child`.`id` at row 1",
                "Data truncation: Data too long for column 'email' at row 1|Data truncation: Data too long for column 'email' at row 1",
                "Cannot add or update a child row: a foreign key constraint fails (`shop`.`child`, CONSTRAINT `child_parent` FOREIGN KEY (`parent_id`) REFERENCES `parent` (`id`))|Cannot add or update a child row: a foreign key constraint fails (`shop`.`child`, CONSTRAINT `child_parent` FOREIGN KEY (`parent_id`) REFERENCES `parent` (`id`))",
                "integrity constraint violation: unique constraint or index violation ; PRIMARY table: parent value: secret|integrity constraint violation: unique constraint or index violation ; PRIMARY table: parent value:...",
                "Violation of PRIMARY KEY constraint 'PRIMARY'. Cannot insert duplicate key in object 'shop.parent'. The duplicate key value is (secret, 5).|Violation of PRIMARY KEY constraint 'PRIMARY'. Cannot insert duplicate key in object 'shop.parent'. The duplicate key value is (...",
                "A truncation error was encountered trying to shrink VARCHAR 'secret' to length 5.|A truncation error was encountered trying to shrink VARCHAR '...' to length 5.",
                "ORA-01400: cannot insert NULL into (\"shop\".\"parent\".\"email\")|ORA-01400: cannot insert NULL into (\"shop\".\"parent\".\"email\")",
                "ORA-12899: value too large for column (actual: 20, maximum: 5)|ORA-12899: value too large for column (...)",
                "Row (1, secret) was refused|Row (...) was refused",
                "Lock wait timeout exceeded; try restarting transaction|Lock wait timeout exceeded; try restarting transaction"
            })
    void keepsNamesAndLeavesOutValues(String said, String shown) {
        assertThat(REDACTION.any(said)).isEqualTo(shown);
    }

    @Test
    void aQuoteThatIsNeverClosedGoesToTheEnd() {
        assertThat(REDACTION.any("invalid input: \"first\nsecret")).isEqualTo("invalid input: \"...");
        assertThat(REDACTION.any("invalid input: \"first\nsecret\" here")).isEqualTo("invalid input: \"...\" here");
    }

    @Test
    void quotesOfOtherLanguagesAreQuotes() {
        assertThat(REDACTION.quoted("ungültige Eingabesyntax: »secret«", true))
                .isEqualTo("ungültige Eingabesyntax: »...«");
        assertThat(REDACTION.quoted("Schlüssel verletzt »parent_email«", false))
                .isEqualTo("Schlüssel verletzt »parent_email«");
        assertThat(REDACTION.quoted("syntaxe en entrée invalide : « secret »", true))
                .isEqualTo("syntaxe en entrée invalide : «...»");
    }

    /** A value may read like a name with quotes around it. */
    @Test
    void aValueThatHoldsQuotesAndNamesGoesAltogether() {
        assertThat(REDACTION.quoted("invalid input: \"id\" secret \"id\"", true))
                .isEqualTo("invalid input: \"...\"");
    }

    @Test
    void anApostropheIsNoQuote() {
        assertThat(REDACTION.any("the server can't go on: it isn't there"))
                .isEqualTo("the server can't go on: it isn't there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "raise exception 'stock of % must not be %', new.name, new.amount ~ stock of secret must not be -5"
                        + " ~ stock of ... must not be ...",
                // A value may be a word of the source.
                "raise exception 'user % may not be admin', new.name ~ user admin may not be admin"
                        + " ~ user ... may not be admin",
                "raise exception 'user % %', new.name, new.role using errcode = 'P0001' ~ user name role ~ user ... ...",
                "if new.role = 'admin' then raise exception '%', new.role; end if ~ admin ~ RAISED",
                "raise exception using message = format('%s is over 100%% of %I', new.v, new.w)"
                        + " ~ admin is over 100% of it ~ ... is over 100% of ...",
                "raise(abort, 'nope') ~ nope ~ nope",
                "select raise(abort, 'it''s shut') ~ it's shut ~ it's shut",
                "raise exception using message = 'user ' || new.name || ' is ' || new.role ~ user of is of"
                        + " ~ `user ... is ...`",
                "perform log(new.v) ~ anything new ~ RAISED"
            })
    void textsOfATriggerStayAndItsValuesGo(String source, String message, String told) {
        assertThat(REDACTION.raised(message, source)).isEqualTo(told.equals("RAISED") ? MessageRedaction.RAISED : told);
        assertThat(REDACTION.raised(message, "")).isEqualTo(MessageRedaction.RAISED);
    }
}
