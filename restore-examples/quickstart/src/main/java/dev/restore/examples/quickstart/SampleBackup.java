package dev.restore.examples.quickstart;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the backup of a shop as a directory with one file of JSON lines for each table. The same seed gives the same
 * rows. The files' order is not that of the foreign keys.
 */
final class SampleBackup {

    static final int CATEGORIES = 40;
    static final int CUSTOMERS = 20_000;
    static final int PRODUCTS = 2_000;
    static final int PURCHASES = 80_000;
    static final int LINES_EACH = 3;

    private static final List<String> NAMES =
            List.of("Ada Lovelace", "Zoë Müller", "李小龙", "Søren Ågård", "Ναταλία", "Айгүл", "José Ñandú", "Ann O'Neil");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "JP", "KE", "US", "BR", "NO");

    private final Random random = new Random(20_241_219);

    /** Writes the backup into a directory that is made for it, and returns how many rows it has. */
    long write(Path directory) throws IOException {
        Files.createDirectories(directory);
        int[] prices = random.ints(PRODUCTS, 199, 99_999).toArray();
        return table(directory, "category", CATEGORIES, this::category)
                + table(directory, "customer", CUSTOMERS, this::customer)
                + table(directory, "product", PRODUCTS, id -> product(id, prices))
                + table(directory, "purchase", PURCHASES, this::purchase)
                + table(directory, "purchase_line", PURCHASES * LINES_EACH, number -> line(number, prices));
    }

    private static long table(Path directory, String name, int rows, IntFunction<String> row) throws IOException {
        Path file = directory.resolve(name + ".ndjson.gz");
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (int number = 1; number <= rows; number++) {
                out.write(row.apply(number));
                out.write('\n');
            }
        }
        return rows;
    }

    /** A category may come before its parent: the highest number is the root. */
    private String category(int id) {
        String parent = id == CATEGORIES ? "null" : Integer.toString(Math.min(CATEGORIES, id * 2 + 1));
        return json("{'id':%d,'name':'Category %02d','parent_id':%s}", id, id, parent);
    }

    private String customer(int id) {
        return json(
                "{'id':%d,'name':'%s %d','email':'customer%d@example.com','country':'%s','note':%s,"
                        + "'newsletter':%b,'created_at':'%s'}",
                id,
                NAMES.get(random.nextInt(NAMES.size())),
                id,
                id,
                COUNTRIES.get(random.nextInt(COUNTRIES.size())),
                id % 10 == 0 ? "\"says \\\"hello\\\" 😀\"" : "null",
                random.nextBoolean(),
                moment());
    }

    private String product(int id, int[] prices) {
        return json(
                "{'id':%d,'category_id':%d,'name':'Product %d','price':%s}",
                id, 1 + random.nextInt(CATEGORIES), id, money(prices[id - 1]));
    }

    private String purchase(int id) {
        Instant ordered = moment();
        String shipped = id % 8 == 0 ? "null" : "\"" + ordered.plusSeconds(random.nextInt(900_000)) + "\"";
        return json(
                "{'id':%d,'customer_id':%d,'ordered_at':'%s','shipped_at':%s}",
                id, 1 + random.nextInt(CUSTOMERS), ordered, shipped);
    }

    private String line(int number, int[] prices) {
        int product = 1 + random.nextInt(PRODUCTS);
        return json(
                "{'purchase_id':%d,'line':%d,'product_id':%d,'quantity':%d,'price':%s}",
                (number - 1) / LINES_EACH + 1,
                (number - 1) % LINES_EACH + 1,
                product,
                1 + random.nextInt(5),
                money(prices[product - 1]));
    }

    private Instant moment() {
        return Instant.ofEpochSecond(1_600_000_000L + random.nextInt(130_000_000));
    }

    private static String money(int cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }

    private static String json(String form, Object... values) {
        return String.format(Locale.ROOT, form.replace('\'', '"'), values);
    }
}
