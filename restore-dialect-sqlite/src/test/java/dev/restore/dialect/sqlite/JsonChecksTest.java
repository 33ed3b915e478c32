package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonChecksTest {

    private static Set<String> columns(String definitions) {
        return JsonChecks.columns("CREATE TABLE t (id integer, " + definitions + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meta text NULL CHECK ((JSON_VALID(\"meta\") OR \"meta\" IS NULL))",
                "\"meta\" text NOT NULL CHECK (json_valid([Meta]))",
                "meta text CHECK (json_valid( meta )=1)",
                "meta text, other text, CHECK ( (meta IS NULL) OR (json_valid(`meta`)) )",
                "meta text, CONSTRAINT c CHECK (((json_valid(meta) = 1) OR meta IS NULL))",
                "meta text /* CHECK */ CHECK (json_valid(meta)) CHECK (length(meta) < 9)"
            })
    void findsAColumnOfNothingButJson(String definitions) {
        assertThat(columns(definitions)).containsExactly("meta");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meta text CHECK (kind = 1 OR json_valid(meta))",
                "meta text CHECK (NOT json_valid(meta))",
                "meta text CHECK (json_valid(meta) = 0)",
                "meta text CHECK (json_valid(meta) OR other IS NULL)",
                "meta text -- CHECK (json_valid(meta))",
                "meta text DEFAULT 'CHECK (json_valid(meta))'",
                "meta text, valid integer AS (json_valid(meta))",
                "\"CHECK\" text, meta text"
            })
    void leavesOtherColumnsOut(String definitions) {
        assertThat(columns(definitions)).isEmpty();
    }

    @Test
    void findsEachOfSeveral() {
        assertThat(columns("a text CHECK (json_valid(a)), \"b c\" text CHECK (json_valid(\"b c\") OR \"b c\" IS NULL)"))
                .containsExactlyInAnyOrder("a", "b c");
    }
}
