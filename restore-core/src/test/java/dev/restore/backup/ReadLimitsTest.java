package dev.restore.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReadLimitsTest {

    private static final ReadLimits SOME = new ReadLimits(1, 2, 3, 4, 5, 6, 7, 8);

    @Test
    void eachLimitIsSetByItself() {
        assertThat(SOME.withDepth(90)).isEqualTo(new ReadLimits(90, 2, 3, 4, 5, 6, 7, 8));
        assertThat(SOME.withTextLength(90)).isEqualTo(new ReadLimits(1, 90, 3, 4, 5, 6, 7, 8));
        assertThat(SOME.withRowBytes(90)).isEqualTo(new ReadLimits(1, 2, 90, 4, 5, 6, 7, 8));
        assertThat(SOME.withNumberLength(90)).isEqualTo(new ReadLimits(1, 2, 3, 90, 5, 6, 7, 8));
        assertThat(SOME.withNameLength(90)).isEqualTo(new ReadLimits(1, 2, 3, 4, 90, 6, 7, 8));
        assertThat(SOME.withEntries(90)).isEqualTo(new ReadLimits(1, 2, 3, 4, 5, 90, 7, 8));
        assertThat(SOME.withExpansion(90)).isEqualTo(new ReadLimits(1, 2, 3, 4, 5, 6, 90, 8));
        assertThat(SOME.withNames(90)).isEqualTo(new ReadLimits(1, 2, 3, 4, 5, 6, 7, 90));
    }

    @Test
    void isSetByTheNameThatErrorsUse() {
        assertThat(SOME.with("textLength", 90)).isEqualTo(SOME.withTextLength(90));
        assertThat(SOME.with("text-length", 90)).isEqualTo(SOME.withTextLength(90));
        assertThat(SOME.with("names", 90)).isEqualTo(SOME.withNames(90));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SOME.with("size", 90))
                .withMessageContaining("'size'")
                .withMessageContaining("numberLength, nameLength");
    }

    @Test
    void checksRanges() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SOME.withDepth(3001))
                .withMessage("the limit depth must be from 1 to 3000, not 3001");
        assertThatIllegalArgumentException().isThrownBy(() -> SOME.with("entries", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SOME.with("textLength", 1L << 31));
    }
}
