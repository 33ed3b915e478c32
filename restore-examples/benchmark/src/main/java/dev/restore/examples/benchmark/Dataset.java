package dev.restore.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Generated tables, parents first.
 *
 * @param name tells the parent process's child which ones they are: {@code kind-rows}
 * @param tables the tables
 */
record Dataset(String name, List<TableData> tables) {

    private static final List<Column> EVENT = List.of(
            new Column("id", Kind.ID),
            new Column("uid", Kind.UUID),
            new Column("name", Kind.TEXT),
            new Column("email", Kind.TEXT),
            new Column("active", Kind.BOOLEAN),
            new Column("amount", Kind.NUMERIC),
            new Column("created_at", Kind.INSTANT),
            new Column("updated_at", Kind.LOCAL_TIME),
            new Column("ref_id", Kind.BIGINT),
            new Column("score", Kind.INTEGER),
            new Column("kind", Kind.TEXT),
            new Column("note", Kind.TEXT));
    private static final int NOTE = 150;
    private static final int RELATED_TABLES = 20;

    /** Returns the data set of this name. */
    static Dataset named(String name) {
        int dash = name.lastIndexOf('-');
        long rows = Long.parseLong(name.substring(dash + 1));
        return switch (name.substring(0, dash)) {
            case "events" -> events(rows);
            case "family" -> family(rows);
            case "related" -> related(rows);
            default -> throw new IllegalArgumentException("there is no data set " + name);
        };
    }

    /** One table of 12 columns and about 420 bytes of JSON a row. */
    static Dataset events(long rows) {
        return new Dataset("events-" + rows, List.of(event("bench_event", rows, null)));
    }

    /** Two such tables, the second of which refers to the first. */
    static Dataset family(long rows) {
        return new Dataset(
                "family-" + rows,
                List.of(event("bench_parent", rows, null), event("bench_child", rows, "bench_parent")));
    }

    /** Twenty small tables, each but the first referring to the one before. */
    static Dataset related(long rows) {
        List<TableData> tables = new ArrayList<>();
        for (int table = 0; table < RELATED_TABLES; table++) {
            long share = rows * (table + 1) / RELATED_TABLES - rows * table / RELATED_TABLES;
            long before = rows * table / RELATED_TABLES - rows * Math.max(0, table - 1) / RELATED_TABLES;
            tables.add(related(table, share, before));
        }
        return new Dataset("related-" + rows, tables);
    }

    long rows() {
        return tables.stream().mapToLong(TableData::rows).sum();
    }

    private static TableData event(String name, long rows, @Nullable String parent) {
        List<Column> columns = EVENT.stream()
                .map(column ->
                        column.name().equals("ref_id") ? new Column(column.name(), column.kind(), parent) : column)
                .toList();
        return new TableData(name, columns, rows, (number, random) -> event(number, random, rows, parent != null));
    }

    private static @Nullable String[] event(long number, Random random, long rows, boolean child) {
        String time = String.format(
                Locale.ROOT,
                "2024-%02d-%02dT%02d:%02d:%02d.%06d",
                1 + number % 12,
                1 + number % 28,
                number % 24,
                number % 60,
                number % 60,
                number % 1_000_000);
        String reference = number % 3 == 0 ? Long.toString(number / 3) : null;
        return new @Nullable String[] {
            Long.toString(number),
            new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE).toString(),
            "user " + number,
            "u" + number + "@example.org",
            Boolean.toString((number & 1) != 0),
            random.nextInt(100_000) + "." + (10 + random.nextInt(90)),
            time + "Z",
            time,
            child ? Long.toString(1 + random.nextLong(rows)) : reference,
            Long.toString(number % 977),
            "k" + number % 7,
            text(random)
        };
    }

    private static TableData related(int table, long rows, long parents) {
        String name = relatedName(table);
        List<Column> columns = List.of(
                new Column("id", Kind.ID),
                new Column("parent_id", Kind.BIGINT, table == 0 ? null : relatedName(table - 1)),
                new Column("name", Kind.TEXT),
                new Column("quantity", Kind.INTEGER),
                new Column("note", Kind.TEXT));
        return new TableData(name, columns, rows, (number, random) -> new @Nullable String[] {
            Long.toString(number),
            table == 0 ? null : Long.toString(1 + random.nextLong(parents)),
            name + " " + number,
            Integer.toString(random.nextInt(1_000)),
            text(random)
        });
    }

    private static String relatedName(int table) {
        return String.format(Locale.ROOT, "bench_r%02d", table + 1);
    }

    private static String text(Random random) {
        char[] text = new char[NOTE];
        for (int i = 0; i < NOTE; i++) {
            int letter = random.nextInt(27);
            // A space at the very end would be cut off by some of the readers.
            text[i] = letter == 26 && i > 0 && i < NOTE - 1 ? ' ' : (char) ('a' + letter % 26);
        }
        return new String(text);
    }
}
