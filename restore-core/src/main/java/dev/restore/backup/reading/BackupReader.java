package dev.restore.backup.reading;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An opened backup whose format was recognised. Used by one thread; {@link #position()} by any. */
public interface BackupReader extends Closeable {

    /** Returns the format in words, for instance {@code directory of NDJSON tables}. */
    String format();

    /**
     * Reads the backup to learn its tables, fields and rows.
     *
     * @param budget how many uncompressed bytes of rows to read at most in each table, {@link Long#MAX_VALUE} for all; a few MiB
     *     suffice where a table is known to be larger than that, and where tables can only be found by reading everything, everything is read
     */
    default Survey survey(long budget) {
        return survey(budget, false);
    }

    /**
     * Reads the backup to learn its tables, fields and rows.
     *
     * @param budget as for {@link #survey(long)}
     * @param tolerant whether damaged records after which the next one is found are counted, rather than ending the
     *     reading
     */
    default Survey survey(long budget, boolean tolerant) {
        return survey(budget, tolerant, Set.of());
    }

    /**
     * Reads the backup to learn its tables, fields and rows.
     *
     * @param budget as for {@link #survey(long)}
     * @param tolerant as for {@link #survey(long, boolean)}
     * @param except the names of tables and files that are not read, damaged ones among them
     */
    Survey survey(long budget, boolean tolerant, Set<String> except);

    /**
     * Says which of the {@link Survey#undecided} files are one row each; the others stay objects of tables. It holds for what
     * follows, and for readers made by {@link #another} from then on.
     *
     * @param files their paths in the backup
     */
    void readAsOneRow(Set<String> files);

    /**
     * Says which of the {@link Survey#undecided} files hold rows of the table that they are named after, in a field such as
     * {@code data}. It holds for what follows, and for readers made by {@link #another} from then on.
     *
     * @param files their paths in the backup
     */
    void readAsEnvelopes(Set<String> files);

    /** Returns the tables that files of one table each could be parts of by their names, by their paths. */
    Map<String, String> shards();

    /** Returns the tables that the files of one table each are named after, by their paths. */
    Map<String, String> tablesOfFiles();

    /**
     * Says which of the {@link #shards} are parts of their tables. It holds for what follows, and for readers made by
     * {@link #another} from then on.
     *
     * @param files the tables by the paths of the files
     */
    void readAsShards(Map<String, String> files);

    /**
     * Says which rows stand inside the rows of others. They come after the row around them, which then has no such field. It holds
     * for what follows, and for readers made by {@link #another} from then on.
     *
     * @param children the tables of such rows
     */
    void readInside(List<ChildTable> children);

    /**
     * Reads tables of changes once through to find the last state of each of their rows. Only these are rows from then on, for what
     * follows and for readers made by {@link #another}; each keeps the number of its record.
     *
     * @param tables the tables, and by which fields their rows are told apart
     * @param check is called now and then, and may end the reading by what it throws
     */
    void readLastStates(List<EventTable> tables, Runnable check);

    /**
     * Reads rows once through, in the order of the backup and to its very end, also that of the archive around it.
     *
     * @param tables which tables to read, by the names of the backup; the others are passed over
     * @param sink takes the rows
     */
    default <X extends Exception> void read(Predicate<String> tables, RowSink<X> sink) throws X {
        read(tables, null, sink);
    }

    /**
     * Reads rows as {@link #read(Predicate, RowSink)} does, from a place on. Files before it are not opened; in NDJSON and in an
     * array of rows, what is before it in its own file is passed over without being parsed.
     *
     * @param tables which tables to read, the same as in the reading that the place comes from
     * @param from where to begin, as {@link #here} gave it for the same backup; null for the beginning
     * @param sink takes the rows
     */
    <X extends Exception> void read(Predicate<String> tables, @Nullable ReadPosition from, RowSink<X> sink) throws X;

    /**
     * Returns the files of rows, in the order of the backup, each of which can be read by itself; empty where a file can only be
     * reached by reading those before it, or holds rows of several tables.
     */
    List<BackupFile> rowFiles();

    /**
     * Reads the rows of one file, from a place on, as {@link #read(Predicate, ReadPosition, RowSink)} does; {@link #position} counts
     * from the beginning of the file.
     *
     * @param file one of {@link #rowFiles}
     * @param from where to begin, as {@link #here} gave it when the same file was read by itself; null for its beginning
     * @param sink takes the rows
     */
    <X extends Exception> void read(BackupFile file, @Nullable ReadPosition from, RowSink<X> sink) throws X;

    /**
     * Returns another reader of the same opened backup, for another thread. It recognises nothing again, and is of no use when
     * this one is closed; closing it has no effect.
     */
    BackupReader another();

    /**
     * Returns whether the row or damaged record that was just given to the sink stands inside another row, so that there is no place
     * in front of it. Called within the sink.
     */
    boolean isInside();

    /**
     * Returns the place in front of the record that was just given to the sink. Called within the sink.
     *
     * @throws IllegalStateException when no record is being given
     */
    ReadPosition here();

    /** Returns what a backup of the library's own format says about itself; empty, unless overridden, for any other. */
    default Optional<Manifest> manifest() {
        return Optional.empty();
    }

    /**
     * Returns the files that it holds beside the rows: those that the manifest names, or in another format those of a folder
     * {@code media} or {@code files} beside the tables. Empty where it holds none or, in another format, both folders.
     */
    default Optional<List<AttachedFile>> files() {
        return Optional.empty();
    }

    /**
     * Reads the files beside the rows in the order of the backup, and checks what is known about them. Does nothing where it holds none.
     *
     * @param sink takes the files
     * @throws dev.restore.outcome.BackupFormatException if the backup is damaged, or one is a link
     * @throws IOException if the sink throws it
     */
    default void readFiles(FileSink sink) throws IOException {}

    /** Returns whether it is read from a stream, which may hang. */
    boolean stream();

    /**
     * Returns what tells this backup from another and from a changed one: a hash of the names, sizes and times, or checksums
     * where the package holds them, of its files. Empty for a stream, of which nothing is known before it is read.
     */
    Optional<String> fingerprint();

    /**
     * Returns what is the same again only when no file of the backup has changed, within one machine. Empty, unless overridden,
     * and for a stream, a zip package, and files written just now.
     */
    default Optional<String> stamps() {
        return Optional.empty();
    }

    /** Returns how many bytes of the backup, as it is stored, the current reading has taken so far. */
    long position();

    /** Returns how many bytes one reading takes in all, -1 when it is not known. */
    long size();

    /** Releases files and temporary copies. */
    @Override
    void close();
}
