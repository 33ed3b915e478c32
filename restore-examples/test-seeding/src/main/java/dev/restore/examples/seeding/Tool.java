package dev.restore.examples.seeding;

import dev.restore.examples.seeding.seeded.DbUnitTest;
import dev.restore.examples.seeding.seeded.RestoreTest;
import dev.restore.examples.seeding.seeded.RiderTest;
import dev.restore.examples.seeding.seeded.SpringSqlTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What gives the tests their rows. */
enum Tool {
    RESTORE("Restore, `@Seed`", RestoreTest.class, RestoreTest.WrongColumn.class, "shop.json"),
    DBUNIT("DbUnit, `CLEAN_INSERT`, batched", DbUnitTest.class, DbUnitTest.WrongColumn.class, "shop.xml"),
    RIDER("Database Rider, `cleanBefore`", RiderTest.class, RiderTest.WrongColumn.class, "shop-rider.json"),
    SQL("Spring, `@Sql` and rollback", SpringSqlTest.class, SpringSqlTest.WrongColumn.class, "shop.sql");

    private final String title;
    private final Class<? extends ShopTests> tests;
    private final Class<? extends ShopTests> wrong;
    private final String seed;

    Tool(String title, Class<? extends ShopTests> tests, Class<? extends ShopTests> wrong, String seed) {
        this.title = title;
        this.tests = tests;
        this.wrong = wrong;
        this.seed = seed;
    }

    String title() {
        return title;
    }

    Class<? extends ShopTests> tests() {
        return tests;
    }

    /** Returns the same tests with a seed that names a column which is not there. */
    Class<? extends ShopTests> wrong() {
        return wrong;
    }

    /** Returns how many lines its tests have without imports, empty lines and the wrong seed. */
    long linesOfTests() {
        String source = resource("/" + tests.getName().replace('.', '/') + ".java");
        int start = source.indexOf("\npublic class");
        int annotations = source.indexOf("\n@");
        int end = source.indexOf("WrongColumn");
        String own = source.substring(annotations < 0 ? start : Math.min(annotations, start), end);
        // What begins the class of the wrong seed is on the same line, and its annotations are as many as those of the
        // class.
        long closing = own.substring(own.lastIndexOf("\n\n"))
                .lines()
                .filter(line -> !line.isBlank())
                .count();
        return own.lines().filter(line -> !line.isBlank()).count() - closing + 1;
    }

    /** Returns how many lines its seed has. */
    long linesOfSeed() {
        return resource("/seed/" + seed).lines().count();
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Tool.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
