package dev.restore.engine.references;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.NaturalKey.Part;
import dev.restore.dialect.ReachedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A foreign key that a backup holds as the natural key of the row it leads to.
 *
 * @param foreignKey the foreign key
 * @param key what tells the rows apart that it leads to; its values are known
 * @param column the column whose field holds the array of the key's values
 * @param emptied the other columns of the foreign key whose fields are null where there is a reference; further ones belong to the
 *     primary key or to another foreign key, too, and are written as if nothing referred
 */
public record KeyedReference(ForeignKey foreignKey, NaturalKey key, String column, List<String> emptied) {

    public KeyedReference {
        emptied = List.copyOf(emptied);
    }

    /** Returns the column of the referenced row that says whether there is one. */
    ReachedColumn presence() {
        return new ReachedColumn(
                List.of(foreignKey),
                key.table(),
                key.table().column(foreignKey.referencedColumns().get(0)).orElseThrow());
    }

    /** Returns the columns of the key's values in their order. */
    List<ReachedColumn> values() {
        return values(key, List.of(foreignKey)).orElseThrow();
    }

    /**
     * Returns the columns of the values of a natural key in their order, as they are reached from a row that leads to one it tells apart;
     * empty where it cannot be written.
     *
     * @param path how that row is reached
     */
    public static Optional<List<ReachedColumn>> values(NaturalKey key, List<ForeignKey> path) {
        List<ReachedColumn> values = new ArrayList<>();
        for (Part part : key.parts()) {
            ForeignKey through = part.through();
            NaturalKey other = part.other();
            if (through == null) {
                values.add(new ReachedColumn(
                        path,
                        key.table(),
                        key.table().column(part.columns().get(0)).orElseThrow()));
            } else if (other == null) {
                return Optional.empty();
            } else {
                List<ForeignKey> further = new ArrayList<>(path);
                further.add(through);
                Optional<List<ReachedColumn>> nested = values(other, further);
                if (nested.isEmpty()) {
                    return Optional.empty();
                }
                values.addAll(nested.get());
            }
        }
        return Optional.of(values);
    }
}
