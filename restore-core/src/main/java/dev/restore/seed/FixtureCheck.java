package dev.restore.seed;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey.Undecided;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.seed.ColumnSchema.Format;
import dev.restore.seed.ColumnSchema.JsonKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the rows of files against what they must be, without a database. Used once by one thread. */
final class FixtureCheck {

    /** How many problems are looked for: what is wrong with one row is often wrong with all. */
    private static final int MAX_PROBLEMS = 100;

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String PLACEHOLDER = "${";

    private final FixtureSchema schema;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final List<FixtureProblem> problems = new ArrayList<>();
    private final Set<String> unknown = new HashSet<>();

    FixtureCheck(FixtureSchema schema) {
        this.schema = schema;
    }

    /** Returns what is wrong with rows. */
    List<FixtureProblem> check(BackupSource source) {
        try (BackupReader reader = BackupFormats.open(source, ReadLimits.forThisHeap())) {
            reader.readAsOneRow(reader.survey(Long.MAX_VALUE).undecided().stream()
                    .filter(this::isRow)
                    .map(Undecided::file)
                    .collect(Collectors.toSet()));
            reader.read(table -> true, (String table, BackupRow row) -> {
                if (problems.size() < MAX_PROBLEMS) {
                    row(table, row);
                }
            });
        }
        return problems;
    }

    /** Returns whether an object that may be a row or an object of tables is a row. */
    private boolean isRow(Undecided file) {
        return schema.table(file.table()).isPresent()
                && file.tables().stream().noneMatch(table -> schema.table(table).isPresent());
    }

    private void row(String name, BackupRow row) {
        Optional<TableSchema> known = schema.table(name);
        if (known.isEmpty()) {
            if (unknown.add(name)) {
                problems.add(new FixtureProblem(row.location(), name, 0, null, "the schema has no such table"));
            }
            return;
        }
        TableSchema table = known.get();
        Set<String> found = new HashSet<>();
        for (int field = 0; field < row.size(); field++) {
            Optional<ColumnSchema> column = table.column(row.name(field));
            if (column.isEmpty()) {
                problem(name, row, row.name(field), "the table has no such column");
            } else {
                found.add(column.get().name());
                String wrong = wrong(column.get(), row, field);
                if (wrong != null) {
                    problem(name, row, row.name(field), wrong);
                }
            }
        }
        table.columns().stream()
                .filter(column -> column.required() && !found.contains(column.name()))
                .forEach(column -> problem(name, row, column.name(), "is missing, and the database gives it no value"));
    }

    private void problem(String table, BackupRow row, String column, String message) {
        problems.add(new FixtureProblem(row.location(), table, row.number(), column, message));
    }

    private @Nullable String wrong(ColumnSchema column, BackupRow row, int field) {
        ValueKind kind = row.kind(field);
        String text =
                new String(row.bytes(), row.start(field), row.end(field) - row.start(field), StandardCharsets.UTF_8);
        if (schema.placeholders() && kind == ValueKind.TEXT && text.contains(PLACEHOLDER)) {
            return null;
        }
        Set<JsonKind> types = column.types();
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, kind, text))) {
            return "must be " + types.stream().map(FixtureCheck::words).collect(Collectors.joining(" or "));
        }
        if (!column.values().isEmpty()
                && kind != ValueKind.NULL
                && !column.values().contains(text)) {
            return "must be one of " + String.join(", ", column.values());
        }
        return kind == ValueKind.TEXT ? wrongText(column, text) : null;
    }

    private @Nullable String wrongText(ColumnSchema column, String text) {
        Format format = column.format();
        if (format != null && !is(format, text)) {
            return "must be a " + format.word() + " as in " + example(format);
        }
        String pattern = column.pattern();
        if (pattern != null
                && !patterns.computeIfAbsent(pattern, Pattern::compile)
                        .matcher(text)
                        .find()) {
            return "must match " + pattern;
        }
        int most = column.maxLength();
        return most > 0 && text.codePointCount(0, text.length()) > most
                ? "has " + text.codePointCount(0, text.length()) + " characters, and " + most + " at most fit"
                : null;
    }

    private static boolean is(JsonKind type, ValueKind kind, String text) {
        return switch (type) {
            case STRING -> kind == ValueKind.TEXT;
            case INTEGER ->
                kind == ValueKind.INTEGER
                        || (kind == ValueKind.DECIMAL
                                && new BigDecimal(text).stripTrailingZeros().scale() <= 0);
            case NUMBER -> kind == ValueKind.INTEGER || kind == ValueKind.DECIMAL;
            case BOOLEAN -> kind == ValueKind.BOOLEAN;
            case ARRAY -> kind == ValueKind.ARRAY;
            case OBJECT -> kind == ValueKind.OBJECT;
            case NULL -> kind == ValueKind.NULL;
        };
    }

    private static String words(JsonKind type) {
        return switch (type) {
            case STRING -> "a text";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL -> "null";
        };
    }

    private static boolean is(Format format, String text) {
        try {
            switch (format) {
                case DATE -> LocalDate.parse(text);
                case DATE_TIME -> OffsetDateTime.parse(text.replace(' ', 'T'));
                case UUID -> {
                    return UUID.matcher(text).matches();
                }
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String example(Format format) {
        return switch (format) {
            case DATE -> "2024-03-01";
            case DATE_TIME -> "2024-03-01T09:30:00Z";
            case UUID -> "6f8b6e0e-3f4a-4c8e-9d55-0a5f0c6f2b11";
        };
    }
}
