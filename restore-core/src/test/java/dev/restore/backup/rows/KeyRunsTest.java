package dev.restore.backup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRunsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 1000})
    void findsTheLastRecordOfEachKeyWhateverFitsIntoMemory(int most) throws IOException {
        Random random = new Random(most);
        Map<Integer, Integer> states = new HashMap<>();
        Set<Integer> last = new TreeSet<>();
        try (KeyRuns runs = new KeyRuns(most)) {
            for (int number = 1; number <= 300; number++) {
                int key = random.nextInt(40);
                boolean deletion = random.nextInt(3) == 0;
                runs.add(key % 7, key, 0, number / 100, number, deletion);
                states.put(key, deletion ? 0 : number);
            }
            runs.last((table, number) -> last.add(number));
        }
        states.values().removeIf(number -> number == 0);
        assertThat(last).isEqualTo(new TreeSet<>(states.values()));
    }
}
