package dev.restore.engine.export;

import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.engine.match.SchemaFingerprint;
import dev.restore.engine.references.KeyedReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a manifest says about a table of the catalog. */
final class TableDescription {

    private final Catalog catalog;
    private final Table table;
    private final BackupChoice.Chosen chosen;

    TableDescription(Catalog catalog, Table table, BackupChoice.Chosen chosen) {
        this.catalog = catalog;
        this.table = table;
        this.chosen = chosen;
    }

    /**
     * Returns the description of the table with the files of its rows.
     *
     * @param nulls the columns of which a row has no value; SQLite takes that in some that the catalog calls required
     */
    ManifestTable withParts(List<ManifestPart> parts, Set<String> nulls) {
        return new ManifestTable(
                catalog.spell(table.name()),
                parts.stream().mapToLong(ManifestPart::rows).sum(),
                chosen.condition(table) != null,
                table.insertableColumns().stream()
                        .map(column -> new ManifestColumn(
                                column.name(),
                                column.type().name(),
                                column.type().family(),
                                column.nullable() || nulls.contains(column.name())))
                        .toList(),
                table.primaryKey().map(Key::columns).orElse(List.of()),
                table.keys().stream()
                        .filter(key -> !key.primary())
                        .map(Key::columns)
                        .toList(),
                Optional.ofNullable(chosen.keyed().keys().get(table.name()))
                        .map(NaturalKey::paths)
                        .orElse(List.of()),
                table.foreignKeys().stream().map(this::reference).toList(),
                SchemaFingerprint.of(table),
                parts);
    }

    private Reference reference(ForeignKey key) {
        Optional<KeyedReference> keyed = chosen.keyed().of(table).stream()
                .filter(reference -> reference.foreignKey().equals(key))
                .findFirst();
        return new Reference(
                key.columns(),
                catalog.spell(key.referencedTable()),
                key.referencedColumns(),
                keyed.map(KeyedReference::column).orElse(null),
                keyed.map(reference -> reference.key().paths()).orElse(List.of()));
    }
}
