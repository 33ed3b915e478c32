package dev.restore.engine.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Rows;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Column TITLE = new Column(
            "title", 1, new ColumnType("text", TypeFamily.TEXT, 0, 0), true, false, Column.Generation.NONE, null);
    private static final LoadTarget TARGET = new LoadTarget(
            new Table(
                    new TableName(null, "book"),
                    Table.Kind.TABLE,
                    List.of(TITLE),
                    List.of(),
                    List.of(),
                    List.of(),
                    null),
            List.of(TITLE));

    private static String message(String fromDriver, String value) {
        return Messages.beforeRows().of(new SQLException(fromDriver), TARGET, new OneCell(value.getBytes(UTF_8)), 0);
    }

    @Test
    void leavesOutTheValuesOfTheRow() {
        assertThat(message("invalid input syntax for type bigint: \"the secret\"", "the secret"))
                .isEqualTo("invalid input syntax for type bigint: \"...\"");
        assertThat(message("REFERENCES BOOK(ID) (CAST(55 AS BIGINT), 55)", "55"))
                .isEqualTo("REFERENCES BOOK(ID) (CAST(... AS BIGINT), ...)");
    }

    @Test
    void leavesOutWhatStandsBehindTheFirstLine() {
        assertThat(message("duplicate key\n  Detail: Key (title)=(x)", "x")).isEqualTo("duplicate key");
    }

    @Test
    void keepsWordsAndNamesThatLookLikeValues() {
        assertThat(message("violates constraint book_2_check", "2")).isEqualTo("violates constraint book_2_check");
        assertThat(message("null value in column \"title\"", "title")).isEqualTo("null value in column \"title\"");
        assertThat(message("null value", "")).isEqualTo("null value");
    }

    private static final class OneCell implements Rows {

        private final byte[] bytes;

        OneCell(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int columns() {
            return 1;
        }

        @Override
        public ValueKind kind(int row, int column) {
            return ValueKind.TEXT;
        }

        @Override
        public int start(int row, int column) {
            return 0;
        }

        @Override
        public int end(int row, int column) {
            return bytes.length;
        }
    }
}
