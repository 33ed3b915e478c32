package dev.restore.examples.seeding;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.transaction.annotation.Transactional;

/** The tests of the shop. Each has customers Ann and Bea, ten of product 1, and orders 1000 and 1001 before it, and no others. */
// Only tests that Spring runs heed it, which looks for it where a method is declared.
@Transactional
public abstract class ShopTests {

    /** How often the test runs whose time is taken. */
    static final int TIMED = 300;

    private static @Nullable Long firstNumber;

    private final Shop shop = new Shop(ShopDatabase.DATA_SOURCE);

    /** Creates it. */
    protected ShopTests() {}

    /** Lets the next test be the first. */
    static void forget() {
        firstNumber = null;
    }

    @RepeatedTest(3)
    void anOrderGetsTheSameNumber() {
        long number = shop.order(1, 1, 2);
        Long first = firstNumber;
        if (first != null) {
            assertThat(number).isEqualTo(first);
        }
        firstNumber = number;
    }

    @RepeatedTest(3)
    void anOrderIsNotedBesideTheSeed() {
        shop.order(1, 1, 2);
        assertThat(shop.notes()).isEqualTo(1);
        assertThat(shop.amount(1)).isEqualTo(8);
    }

    @RepeatedTest(3)
    void aJobCommitsByItself() {
        assertThat(shop.customers()).containsExactly("Ann", "Bea");
        shop.forgetAll();
        assertThat(shop.customers()).isEmpty();
    }

    @RepeatedTest(TIMED)
    void twoTablesAreChanged() {
        shop.rename(1, "Anna");
        assertThat(shop.customers()).containsExactly("Anna", "Bea");
        assertThat(shop.amount(1)).isEqualTo(9);
    }
}
