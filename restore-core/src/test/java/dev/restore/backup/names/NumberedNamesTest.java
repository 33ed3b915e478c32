package dev.restore.backup.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberedNamesTest {

    @Test
    void comparesNumbersByTheirValue() {
        List<String> sorted = List.of(
                "a-02.json",
                "a-2.json",
                "a-9.json",
                "a-010.json",
                "a-10.json",
                "a-99999999999999999999.json",
                "a.json",
                "b/2/1",
                "b/10/0");
        List<String> names = new ArrayList<>(sorted);
        Collections.shuffle(names, new Random(1));
        names.sort(NumberedNames.ORDER);
        assertThat(names).isEqualTo(sorted);
    }
}
