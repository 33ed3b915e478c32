package dev.restore.engine.verify;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.TableReader;
import dev.restore.engine.references.KeyedReader;
import dev.restore.engine.references.KeyedReference;
import dev.restore.engine.value.CellDecoder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table of a backup are held against those of a table of a database. Immutable.
 *
 * @param table the table of the database
 * @param columns its columns that are compared
 * @param keyed the references that the backup holds as natural keys
 * @param fields the fields of the backup for the columns, in their order
 * @param forms what the values of the columns are apart from how they are written
 * @param decoders what decodes the fields, null for those whose values are what they look like
 * @param notes what is not compared, and why
 */
record TablePairing(
        Table table,
        List<Column> columns,
        List<KeyedReference> keyed,
        List<String> fields,
        List<CellForm> forms,
        List<@Nullable CellDecoder> decoders,
        List<String> notes) {

    TablePairing {
        columns = List.copyOf(columns);
        keyed = List.copyOf(keyed);
        fields = List.copyOf(fields);
        forms = List.copyOf(forms);
        decoders = Collections.unmodifiableList(new ArrayList<>(decoders));
        notes = List.copyOf(notes);
    }

    /** Returns the places among the columns of the primary key; none where not all of it is compared. */
    int[] primaryKey() {
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> key = table.primaryKey().map(Key::columns).orElse(List.of());
        return names.containsAll(key) ? key.stream().mapToInt(names::indexOf).toArray() : new int[0];
    }

    /** Returns a view of the rows of the backup. */
    BackupRowCells cells(BackupRow first) {
        return new BackupRowCells(fields, decoders.toArray(CellDecoder[]::new), first);
    }

    /** Begins to read the rows of the database. */
    TableReader reader(Dialect.Session session, boolean inKeyOrder) throws SQLException {
        return KeyedReader.open(
                session.reading(), table, columns, keyed, KeyedReader.Unresolved.SHOWN, inKeyOrder, null);
    }
}
