package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.outcome.LoadException;
import dev.restore.plan.Mode;
import dev.restore.plan.Verify;
import dev.restore.testing.TestDatabase.Ability;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random rows, fields and batches. The seed is printed and part of each failure; set {@code restore.seed} to repeat a run.
 */
interface RandomContract extends ContractCase {

    /** How many backups each test makes. */
    int ROUNDS = Faults.times(6, 60);

    private long seed(String test) {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, %s: -Drestore.seed=%d%n", db().dialect(), test, seed);
        return seed;
    }

    @Test
    default void randomRowsComeBackEqual() throws Exception {
        assumeTrue(db().can(Ability.MOMENTS), "this database has no type for moments");
        long seed = seed("random rows");
        Random random = new Random(seed);
        db().execute("create table thing (" + RandomRows.COLUMNS + ")");
        for (int round = 0; round < ROUNDS; round++) {
            RandomRows rows = new RandomRows(random, 1 + random.nextInt(60));
            restore(new TestBackup().exactly("thing", rows.json))
                    .batchRows(1 + random.nextInt(40))
                    .batchBytes(random.nextBoolean() ? 1 + random.nextInt(2000) : 1 << 20)
                    .verify(Verify.CONTENT)
                    .run();
            assertThat(db().rows("select id, a, b, c, d, e, f, g, h, i, j from thing order by id"))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(rows.expected);
        }
    }

    @Test
    default void aNamedRowIsReallyBad() throws Exception {
        long seed = seed("random bad rows");
        Random random = new Random(seed);
        db().execute(
                        "create table thing (id ${bigint} primary key, u ${bigint} unique, n ${text} not null, p ${bigint} check (p > 0))",
                        "insert into thing values (-1, -1, 'stays', 1)");
        for (int round = 0; round < ROUNDS; round++) {
            int size = 1 + random.nextInt(50);
            TreeSet<Integer> bad = new TreeSet<>();
            int wanted = 1 + random.nextInt(4);
            while (bad.size() < Math.min(wanted, size)) {
                bad.add(1 + random.nextInt(size));
            }
            List<String> rows = new ArrayList<>();
            for (int i = 1; i <= size; i++) {
                rows.add(
                        bad.contains(i) ? badRow(random, i) : "{\"id\":" + i + ",\"u\":" + i + ",\"n\":\"x\",\"p\":1}");
            }
            int batchRows = 1 + random.nextInt(60);
            Mode mode = random.nextBoolean() ? Mode.REPLACE : Mode.APPEND;
            LoadException failure = failsWithoutTrace(
                    LoadException.class,
                    () -> restore(new TestBackup().exactly("thing", rows))
                            .mode(mode)
                            .batchRows(batchRows)
                            .run());
            assertThat(failure.row().row())
                    .as("seed %d, round %d, %d rows in batches of %d, bad %s", seed, round, size, batchRows, bad)
                    .isEqualTo(bad.first().longValue());
        }
    }

    private String badRow(Random random, int id) {
        String good = "{\"id\":" + id + ",\"u\":" + id + ",\"n\":\"x\",\"p\":1}";
        return switch (random.nextInt(db().can(Ability.CHECKS_TYPES) ? 3 : 2)) {
            case 0 -> good.replace("\"x\"", "null");
            case 2 -> good.replace("\"p\":1", "\"p\":\"many\"");
            default -> good.replace("\"p\":1", "\"p\":0");
        };
    }

    /** Rows of random values, as JSON and as they must come back. */
    final class RandomRows {

        /** The columns whose values it makes. */
        static final String COLUMNS =
                "id ${bigint} primary key, a ${text}, b ${bigint}, c ${boolean}, d ${decimal}, e ${timestamp}, "
                        + "f ${timestamptz}, g ${date}, h ${uuid}, i ${binary}, j ${double}";

        private final Random random;
        private final List<String> json = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();

        RandomRows(Random random, int size) {
            this.random = random;
            for (int id = 1; id <= size; id++) {
                add(id);
            }
        }

        List<String> json() {
            return json;
        }

        private void add(int id) {
            List<String> fields = new ArrayList<>();
            fields.add("\"id\":" + id);
            StringBuilder cells = new StringBuilder().append(id);
            for (char column = 'a'; column <= 'j'; column++) {
                int choice = random.nextInt(8);
                String[] value = choice < 2 ? new String[] {"null", CellText.NULL} : value(column);
                if (choice > 0) {
                    fields.add("\"" + column + "\":" + value[0]);
                }
                cells.append('|').append(value[1]);
            }
            if (random.nextBoolean()) {
                Collections.shuffle(fields, random);
            }
            json.add("{" + String.join(",", fields) + "}");
            expected.add(cells.toString());
        }

        private String[] value(char column) {
            return switch (column) {
                case 'a' -> text();
                case 'b' -> same(Long.toString(random.nextLong() >> random.nextInt(64)));
                case 'c' -> same(Boolean.toString(random.nextBoolean()));
                case 'd' -> decimal();
                case 'e' -> timestamp();
                case 'f' -> moment();
                case 'g' ->
                    quoted(LocalDate.ofEpochDay(random.nextInt(40_000) - 10_000).toString());
                case 'h' -> quoted(uuid().toString());
                case 'i' -> bytes();
                default -> floating();
            };
        }

        /** Of version 4: not every database takes bits of no version. */
        private UUID uuid() {
            return new UUID(
                    (random.nextLong() & ~0xf000L) | 0x4000L,
                    (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE);
        }

        private static String[] same(String value) {
            return new String[] {value, value};
        }

        private static String[] quoted(String value) {
            return new String[] {'"' + value + '"', value};
        }

        private String[] text() {
            StringBuilder text = new StringBuilder();
            StringBuilder escaped = new StringBuilder();
            int length = random.nextInt(12);
            for (int i = 0; i < length; i++) {
                int c;
                do {
                    c = 1 + random.nextInt(random.nextBoolean() ? 0x7f : 0x10ffff);
                } while (c >= 0xd800 && c <= 0xdfff);
                text.appendCodePoint(c);
                for (char unit : Character.toChars(c)) {
                    escaped.append(String.format("\\u%04x", (int) unit));
                }
            }
            boolean plain = text.chars().noneMatch(c -> c < ' ' || c == '"' || c == '\\');
            return new String[] {
                '"' + (plain && random.nextBoolean() ? text : escaped).toString() + '"', text.toString()
            };
        }

        private String[] decimal() {
            BigDecimal value = new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(6));
            return new String[] {value.toPlainString(), CellText.number(value)};
        }

        private String[] timestamp() {
            LocalDateTime value = LocalDateTime.of(1900 + random.nextInt(200), 1 + random.nextInt(12), 1, 0, 0)
                    .plusSeconds(random.nextInt(2_000_000))
                    .plusNanos(random.nextInt(1_000_000) * 1000L);
            return new String[] {
                '"' + value.toString().replace('T', random.nextBoolean() ? 'T' : ' ') + '"', value.toString()
            };
        }

        private String[] moment() {
            Instant value = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000) * 1_000_000L);
            return quoted(value.toString());
        }

        private String[] bytes() {
            byte[] value = new byte[random.nextInt(20)];
            random.nextBytes(value);
            String hex = HexFormat.of().formatHex(value);
            String base64 = Base64.getEncoder().encodeToString(value);
            boolean clear = !base64.matches("[0-9A-Fa-f]+");
            String written = clear && random.nextBoolean() ? base64 : "\\\\x" + hex;
            return new String[] {'"' + written + '"', hex};
        }

        private String[] floating() {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                value = random.nextInt();
            }
            return same(Double.toString(value));
        }
    }
}
