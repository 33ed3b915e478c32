package dev.restore.engine.reject;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.ValueKind;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.RowBatch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * References that were found to lead nowhere: rows that hold one are rejected when the backup is read again. That rows go along
 * with the row they depend on follows from repeating this until every reference leads somewhere.
 */
public final class DanglingReferences {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Catalog catalog;
    private final Map<ForeignKey, Set<List<String>>> missing = new HashMap<>();
    private final Map<ColumnSet, List<Check>> checks = new HashMap<>();

    public DanglingReferences(Catalog catalog) {
        this.catalog = catalog;
    }

    private record Check(ForeignKey key, List<Integer> cells, Set<List<String>> values) {}

    public boolean isEmpty() {
        return missing.isEmpty();
    }

    /** Adds references that lead nowhere. Returns whether any of them is new. */
    public boolean add(ForeignKey key, List<List<String>> references) {
        Set<List<String>> known = missing.computeIfAbsent(key, any -> new HashSet<>());
        boolean added = false;
        for (List<String> reference : references) {
            added |= known.add(
                    reference.stream().map(DanglingReferences::canonical).toList());
        }
        checks.clear();
        return added;
    }

    /** Returns the foreign key by which a row refers to a missing one, or null. */
    @Nullable
    public ForeignKey brokenBy(ColumnSet set, RowBatch batch, int row) {
        for (Check check : checks.computeIfAbsent(set, this::checksOf)) {
            List<String> reference = reference(check, batch, row);
            if (reference != null && check.values.contains(reference)) {
                return check.key;
            }
        }
        return null;
    }

    /** Returns all foreign keys by which a row refers to missing ones. */
    public List<ForeignKey> allBrokenBy(ColumnSet set, RowBatch batch, int row) {
        List<ForeignKey> broken = new ArrayList<>(0);
        for (Check check : checks.computeIfAbsent(set, this::checksOf)) {
            List<String> reference = reference(check, batch, row);
            if (reference != null && check.values.contains(reference)) {
                broken.add(check.key);
            }
        }
        return broken;
    }

    private List<Check> checksOf(ColumnSet set) {
        Table table = set.target().table();
        Set<TableName> names = new HashSet<>();
        names.add(table.name());
        if (table.kind() == Table.Kind.PARTITIONED) {
            catalog.descendants(table.name()).forEach(part -> names.add(part.name()));
        }
        List<String> columns = set.target().columns().stream().map(Column::name).toList();
        List<Check> found = new ArrayList<>();
        missing.forEach((key, values) -> {
            if (names.contains(key.table()) && columns.containsAll(key.columns())) {
                found.add(new Check(
                        key, key.columns().stream().map(columns::indexOf).toList(), values));
            }
        });
        return found;
    }

    private static @Nullable List<String> reference(Check check, RowBatch batch, int row) {
        List<String> reference = new ArrayList<>(check.cells.size());
        for (int cell : check.cells) {
            if (batch.kind(row, cell) == ValueKind.NULL) {
                return null;
            }
            int start = batch.start(row, cell);
            reference.add(
                    canonical(new String(batch.bytes(), start, batch.end(row, cell) - start, StandardCharsets.UTF_8)));
        }
        return reference;
    }

    /** Writes the same number or UUID in the same way, whether the backup or the database spells it. */
    private static String canonical(String value) {
        if (NUMBER.matcher(value).matches()) {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        }
        return UUID.matcher(value).matches() ? value.toLowerCase(Locale.ROOT) : value;
    }
}
