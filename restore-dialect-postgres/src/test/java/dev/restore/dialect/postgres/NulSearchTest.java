package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.dialect.postgres.text.NulSearch;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NulSearchTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 27})
    void findsItAtEveryPlaceInTheRangeOnly(int length) {
        for (byte filler : new byte[] {1, 'x', 0x7f, (byte) 0x80, (byte) 0xff}) {
            for (int place = 0; place < length + 6; place++) {
                byte[] bytes = new byte[length + 6];
                Arrays.fill(bytes, filler);
                bytes[place] = 0;
                boolean inside = place >= 3 && place < 3 + length;
                assertThat(NulSearch.isIn(bytes, 3, 3 + length))
                        .as("%d at %d", filler, place)
                        .isEqualTo(inside);
            }
        }
    }
}
