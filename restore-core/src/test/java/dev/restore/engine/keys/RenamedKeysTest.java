package dev.restore.engine.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.value.Cells;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenamedKeysTest {

    private static final KeySpace IDS = new KeySpace(new TableName(null, "person"), List.of("id"));

    private final RenamedKeys keys = new RenamedKeys();

    private static List<OneCell> cells(String text) {
        return List.of(OneCell.text(text.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean rename(String key, String other) {
        return keys.rename(IDS, key, other, cells(other), false);
    }

    @Test
    void aReadingThatFindsTheSameAgainChangesNothing() {
        keys.begin();
        assertThat(rename("1", "2")).isTrue();
        assertThat(keys.settle()).isTrue();
        keys.begin();
        assertThat(rename("1", "2")).isTrue();
        assertThat(keys.settle()).isFalse();
        assertThat(keys.find(IDS, "1")).hasSize(1);
    }

    @Test
    void whatIsNotFoundAgainIsForgotten() {
        keys.begin();
        rename("1", "2");
        keys.settle();
        keys.begin();
        assertThat(keys.settle()).isTrue();
        assertThat(keys.find(IDS, "1")).isNull();
        assertThat(keys.count(IDS)).isZero();
    }

    @Test
    void oneKeyCannotStandForTwoRows() {
        keys.begin();
        assertThat(rename("1", "2")).isTrue();
        assertThat(rename("1", "3")).isFalse();
        assertThat(keys.keep(IDS, "1")).isFalse();
        assertThat(keys.keep(IDS, "7")).isTrue();
        keys.begin();
        assertThat(keys.keep(IDS, "1")).isTrue();
        assertThat(rename("1", "2")).isFalse();
    }

    @Test
    void aRejectedRowIsNowhere() {
        keys.begin();
        keys.lose(IDS, "4", false);
        assertThat(keys.find(IDS, "4")).isEmpty();
        assertThat(keys.count(IDS)).isZero();
        assertThat(keys.keep(IDS, "4")).isTrue();
        rename("5", "6");
        keys.lose(IDS, "5", false);
        assertThat(keys.find(IDS, "5")).hasSize(1);
    }

    @Test
    void holdsNoMoreThanItsRoom() {
        RenamedKeys few = new RenamedKeys(256 << 10);
        few.begin();
        int held = 0;
        while (!few.full()) {
            few.rename(IDS, "key " + held, "other " + held, cells("other " + held), true);
            held++;
        }
        assertThat(few.held()).isEqualTo(held).isGreaterThan(1_000);
        few.begin();
        assertThat(few.settle()).isTrue();
        assertThat(few.held()).isZero();
        for (int i = 0; i < held / 2; i++) {
            few.rename(IDS, "key " + i, "other " + i, cells("other " + i), false);
        }
        assertThat(few.held()).isEqualTo(held / 2);
    }

    /** A hundred thousand and more, in the small heap of somebody who has not much. */
    @Test
    void manyKeysTakeLittleRoom() {
        RenamedKeys many = new RenamedKeys(16 << 20);
        many.begin();
        for (int i = 0; i < 150_000; i++) {
            many.rename(IDS, Integer.toString(i), Integer.toString(-i), cells(Integer.toString(-i)), false);
        }
        assertThat(many.full()).isFalse();
        many.begin();
        for (int i = 0; i < 150_000; i += 3) {
            many.rename(IDS, Integer.toString(i), Integer.toString(-i), cells(Integer.toString(-i)), false);
        }
        assertThat(many.settle()).isTrue();
        assertThat(many.held()).isEqualTo(50_000);
        assertThat(many.find(IDS, "299")).isNull();
        List<OneCell> found = Objects.requireNonNull(many.find(IDS, "300"));
        assertThat(found).hasSize(1);
        assertThat(Cells.characters(found.get(0), 0, 0)).isEqualTo("-300");
        assertThat(found.get(0).kind()).isEqualTo(ValueKind.TEXT);
        assertThat(many.count(IDS)).isEqualTo(50_000);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER,7,7.0,true",
        "DECIMAL,1e2,1e2,true",
        "DECIMAL,0.50,0.5,true",
        "TEXT,007,7,false",
        "TEXT,7,7,true",
        "UUID,0F8FAD5B-D9CB-469F-A165-70867728950E,0f8fad5bd9cb469fa16570867728950e,true"
    })
    void equalKeysAreEqualTexts(TypeFamily family, String one, String other, boolean equal) {
        assertThat(KeyText.of(family, cells(one).get(0), 0, 0)
                        .equals(KeyText.of(family, cells(other).get(0), 0, 0)))
                .isEqualTo(equal);
    }

    @Test
    void bytesAreNotTheTextThatSpellsThem() {
        byte[] spelled = "AA==".getBytes(StandardCharsets.UTF_8);
        OneCell bytes = new OneCell(ValueKind.BYTES, spelled, 0, spelled.length);
        assertThat(KeyText.of(TypeFamily.TEXT, bytes, 0, 0))
                .isNotEqualTo(KeyText.of(TypeFamily.TEXT, OneCell.text(spelled), 0, 0));
        assertThat(KeyText.joined(List.of("1", "23"))).isNotEqualTo(KeyText.joined(List.of("12", "3")));
    }
}
