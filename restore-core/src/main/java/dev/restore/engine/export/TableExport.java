package dev.restore.engine.export;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.TypedForm;
import dev.restore.backup.write.BackupWriter;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.Table;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.ValueException;
import dev.restore.engine.match.SchemaFingerprint;
import dev.restore.engine.references.KeyedReader;
import dev.restore.engine.references.KeyedReference;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.value.JsonTextRows;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.BackupListener;
import dev.restore.outcome.BackupReport.WrittenTable;
import dev.restore.outcome.Phase;
import dev.restore.plan.BackupFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows of tables, within a transaction that stands, and writes them into a backup. */
public final class TableExport {

    private final Dialect.Session session;
    private final Catalog catalog;
    private final BackupChoice.Chosen chosen;
    private final BackupFormat format;
    private final Phase phase;
    private final Watchdog watch;
    private final BackupListener listener;
    private final long startedNanos = System.nanoTime();
    private final List<ManifestTable> tables = new ArrayList<>();
    private final List<WrittenTable> written = new ArrayList<>();
    private final ReadLimits limits;
    private long rows;
    private boolean typed;

    /**
     * Creates an export.
     *
     * @param limits what whoever restores it is going to take
     */
    public TableExport(
            Dialect.Session session,
            Catalog catalog,
            BackupChoice.Chosen chosen,
            BackupFormat format,
            Phase phase,
            Watchdog watch,
            BackupListener listener,
            ReadLimits limits) {
        this.limits = limits;
        this.session = session;
        this.catalog = catalog;
        this.chosen = chosen;
        this.format = format;
        this.phase = phase;
        this.watch = watch;
        this.listener = listener;
    }

    /** Writes the tables, parents before children as far as that is possible. */
    public void write(BackupWriter writer) throws SQLException, IOException {
        for (Table table : chosen.tables()) {
            long begun = System.nanoTime();
            Set<String> nulls = new HashSet<>();
            List<ManifestPart> parts = parts(writer, table, nulls);
            ManifestTable entry = new TableDescription(catalog, table, chosen).withParts(parts, nulls);
            tables.add(entry);
            written.add(new WrittenTable(
                    entry.name(),
                    entry.rows(),
                    entry.bytes(),
                    entry.parts().size(),
                    Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    /** Returns what was written. */
    public List<WrittenTable> written() {
        return List.copyOf(written);
    }

    /** Returns the manifest of what was written. */
    public Manifest manifest(
            Instant createdAt,
            Connection connection,
            String dialect,
            @Nullable List<AttachedFile> files,
            @Nullable WayBack wayBack,
            boolean unfinished)
            throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        return new Manifest(
                version(),
                createdAt.truncatedTo(ChronoUnit.SECONDS),
                new Manifest.Source(
                        database.getDatabaseProductName(),
                        database.getDatabaseProductVersion(),
                        dialect,
                        catalog.defaultSchema()),
                SchemaFingerprint.of(chosen.tables()),
                tables,
                files,
                wayBack,
                chosen.leftOut(),
                unfinished);
    }

    private int version() {
        if (!chosen.keyed().references().isEmpty()) {
            return Manifest.KEYED_VERSION;
        }
        return typed ? TypedForm.VERSION : Manifest.UNTYPED_VERSION;
    }

    private List<ManifestPart> parts(BackupWriter writer, Table table, Set<String> nulls)
            throws SQLException, IOException {
        String name = catalog.spell(table.name());
        RowForm form = RowForm.of(format, catalog, table);
        writer.beginTable(name);
        if (form.columns().isEmpty()) {
            for (long left = session.reading().count(table); left > 0; left--) {
                writer.row(form.tail(), form.tail().length);
            }
            return writer.endTable();
        }
        requireNames(name, form);
        RowLines lines = new RowLines(form, format == BackupFormat.RESTORE, limits);
        List<ColumnType> jsonTypes = format == BackupFormat.DJANGO ? JsonTextRows.types(form.columns()) : List.of();
        long tableRows = 0;
        watch.check(phase);
        List<KeyedReference> keyed = chosen.keyed().of(table);
        try (TableReader reader = KeyedReader.open(
                session.reading(),
                table,
                form.columns(),
                keyed,
                KeyedReader.Unresolved.REFUSED,
                true,
                chosen.condition(table))) {
            for (Rows batch = next(reader, table, form, tableRows);
                    batch != null;
                    batch = next(reader, table, form, tableRows)) {
                Rows view = JsonTextRows.of(batch, jsonTypes);
                for (int row = 0; row < batch.size(); row++) {
                    int length = line(lines, view, row, table, form, tableRows + row + 1);
                    writer.row(lines.line(), length);
                }
                tableRows += batch.size();
                rows += batch.size();
                watch.check(phase);
                listener.on(new BackupEvent.Progress(
                        name, tableRows, rows, Duration.ofNanos(System.nanoTime() - startedNanos)));
            }
        }
        if (!keyed.isEmpty() && chosen.condition(table) == null) {
            requireEachRowOnce(table, tableRows);
        }
        typed |= lines.typed();
        for (int column = 0; column < form.columns().size(); column++) {
            if (lines.hadNull(column)) {
                nulls.add(form.columns().get(column).name());
            }
        }
        keyed.forEach(reference -> reference.emptied().forEach(nulls::remove));
        return writer.endTable();
    }

    /** A join makes several rows of one where a database takes values for alike that a key of it tells apart. */
    private void requireEachRowOnce(Table table, long joined) throws SQLException, UnwritableException {
        if (session.reading().count(table) != joined) {
            throw new UnwritableException("Table " + catalog.spell(table.name())
                    + " cannot be written with natural keys: its references do not lead to one row each");
        }
    }

    private @Nullable Rows next(TableReader reader, Table table, RowForm form, long before)
            throws SQLException, UnwritableException {
        try {
            return reader.next();
        } catch (ValueException e) {
            throw new UnwritableException(place(table, before + e.row() + 1) + ", column "
                    + form.columns().get(e.column()).name() + " " + e.getMessage());
        } catch (SQLException e) {
            throw new SessionException(
                    "table " + catalog.spell(table.name()) + " cannot be read after row " + before + ": "
                            + new Messages(session, catalog).of(e),
                    e);
        }
    }

    private int line(RowLines lines, Rows batch, int row, Table table, RowForm form, long number)
            throws UnwritableException {
        try {
            return lines.write(batch, row);
        } catch (RowLines.Unwritable e) {
            throw new UnwritableException(place(table, number)
                    + (e.column() < 0
                            ? ""
                            : ", column " + form.columns().get(e.column()).name()) + " "
                    + e.getMessage());
        }
    }

    /** Says which row it is, without its values. */
    private String place(Table table, long number) {
        String order = table.primaryKey()
                .map(key -> " in the order of " + String.join(", ", key.columns()))
                .orElse("");
        return "Table " + catalog.spell(table.name()) + ", row " + number + order;
    }

    private void requireNames(String table, RowForm form) throws UnwritableException {
        for (Column column : form.columns()) {
            if (column.name().getBytes(StandardCharsets.UTF_8).length > limits.nameLength()) {
                throw new UnwritableException("Table " + table + " has a column whose name is longer than the "
                        + limits.nameLength() + " bytes that a reader takes (ReadLimits.nameLength)");
            }
        }
    }
}
