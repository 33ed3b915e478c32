package dev.restore.backup.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

    @Test
    void findsWhatASetFindsInObjectsLikeTheOneBefore() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FieldNames names = new FieldNames();
        List<String> object = new ArrayList<>();
        int twice = 0;
        for (int round = 0; round < 20_000; round++) {
            change(object, random);
            names.begin();
            Set<String> expected = new HashSet<>();
            for (String name : object) {
                boolean added = expected.add(name);
                assertThat(names.add(name))
                        .as("seed %d, round %d, name %s", seed, round, name)
                        .isEqualTo(added);
                twice += added ? 0 : 1;
            }
        }
        assertThat(twice).isPositive();
    }

    private static void change(List<String> object, Random random) {
        int kind = random.nextInt(6);
        int place = object.isEmpty() ? 0 : random.nextInt(object.size());
        if (object.size() < 3 || kind == 0) {
            object.add(place, "f" + random.nextInt(40));
        } else if (kind == 1) {
            object.remove(place);
        } else if (kind == 2) {
            object.set(place, "f" + random.nextInt(40));
        } else if (kind == 3) {
            object.subList(place, object.size()).clear();
        }
    }

    @Test
    void findsANameThatComesTwiceAmongManyThatCollide() {
        FieldNames names = new FieldNames();
        for (int round = 0; round < 2; round++) {
            names.begin();
            for (int i = 0; i < 1 << 12; i++) {
                assertThat(names.add(colliding(i, round))).isTrue();
            }
            for (int i : new int[] {0, 255, 256, 4095}) {
                assertThat(names.add(colliding(i, round))).isFalse();
            }
        }
    }

    /** {@code Aa} and {@code BB} have the same hash code, and so have texts made of them. */
    private static String colliding(int number, int round) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 12; bit++) {
            name.append((number >> (round == 0 ? bit : 11 - bit) & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }
}
