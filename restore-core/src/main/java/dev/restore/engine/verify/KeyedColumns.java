package dev.restore.engine.verify;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.NaturalKey.Value;
import dev.restore.catalog.Table;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.references.KeyedReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The references that a backup holds as natural keys, among the foreign keys of a database that it is held against. */
final class KeyedColumns {

    private final @Nullable Manifest manifest;
    private final Catalog catalog;
    private final NaturalKeys keys;

    KeyedColumns(Optional<Manifest> manifest, Catalog catalog) {
        this.manifest = manifest.orElse(null);
        this.catalog = catalog;
        Map<String, List<String>> declared = new LinkedHashMap<>();
        manifest.map(Manifest::naturalKeys).orElse(Map.of()).forEach((table, paths) -> {
            if (!TableMatcher.find(catalog, table).isEmpty()) {
                declared.put(table, paths);
            }
        });
        this.keys = new NaturalKeys(catalog, declared);
    }

    /**
     * References of a table.
     *
     * @param found those by which its rows can be read as the backup holds them
     * @param unknown the columns, by the names of the backup, of those that the database does not have in the same way
     */
    record Keyed(List<KeyedReference> found, List<String> unknown) {

        /** Returns the reference whose keys stand in a column. */
        Optional<KeyedReference> in(Column column) {
            return found.stream()
                    .filter(reference -> reference.column().equals(column.name()))
                    .findFirst();
        }
    }

    /** Returns the references of a table of the backup. */
    Keyed of(String source, Table target) {
        List<KeyedReference> found = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Optional<ManifestTable> table = manifest == null ? Optional.empty() : manifest.table(source);
        for (Reference reference : table.map(ManifestTable::foreignKeys).orElse(List.of())) {
            String column = reference.writtenIn();
            if (column != null) {
                Optional<KeyedReference> same = find(table.get(), reference, column, target);
                same.ifPresentOrElse(found::add, () -> unknown.addAll(reference.columns()));
            }
        }
        return new Keyed(found, unknown);
    }

    private Optional<KeyedReference> find(ManifestTable source, Reference reference, String column, Table target) {
        List<String> columns = new ArrayList<>();
        for (String name : reference.columns()) {
            List<Column> same = NameMatch.find(name, target.columns(), Column::name);
            if (same.size() != 1) {
                return Optional.empty();
            }
            columns.add(same.get(0).name());
        }
        List<Table> others = TableMatcher.find(catalog, reference.table());
        if (others.size() != 1) {
            return Optional.empty();
        }
        Table other = others.get(0);
        Optional<ForeignKey> foreignKey = target.foreignKeys().stream()
                .filter(key ->
                        key.columns().equals(columns) && key.referencedTable().equals(other.name()))
                .findFirst();
        Optional<NaturalKey> key = keys.of(other)
                .map(NaturalKeys.Found::key)
                .filter(candidate -> candidate.values().map(List::size).orElse(0)
                        == reference.naturalKey().size());
        if (foreignKey.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        List<String> emptied = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (isEmptied(source, reference, reference.columns().get(i))) {
                emptied.add(columns.get(i));
            }
        }
        return Optional.of(new KeyedReference(
                foreignKey.get(), key.get(), columns.get(reference.columns().indexOf(column)), emptied));
    }

    /** What is of the primary key or of another foreign key, too, is written as if nothing referred. */
    private static boolean isEmptied(ManifestTable source, Reference reference, String column) {
        return !column.equals(reference.writtenIn())
                && !source.primaryKey().contains(column)
                && source.foreignKeys().stream()
                        .noneMatch(other ->
                                !other.equals(reference) && other.columns().contains(column));
    }

    /** Returns whether databases of two kinds write the values of a key alike. */
    static boolean isCertain(KeyedReference reference) {
        return reference.key().values().orElseThrow().stream()
                .map(Value::column)
                .allMatch(column -> switch (column.type().family()) {
                    case TEXT, INTEGER, UUID, BOOLEAN -> true;
                    default -> false;
                });
    }
}
