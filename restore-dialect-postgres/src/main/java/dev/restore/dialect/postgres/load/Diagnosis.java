package dev.restore.dialect.postgres.load;

import dev.restore.catalog.Key;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Failure;
import dev.restore.dialect.RowException;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells bad rows from everything else by SQLSTATE, and finds the row in what the server says of the COPY. */
public final class Diagnosis {

    /** The words are the server's language's, {@code line} and {@code column} in English. */
    private static final Pattern COPY_LINE =
            Pattern.compile("^COPY .*?, \\p{L}+ (\\d{1,9})(?:, \\p{L}+ ([^:]+?))? ?(?::|$)", Pattern.MULTILINE);

    /** What the server says where it failed to read a parameter, in its language. */
    private static final Pattern PARAMETER = Pattern.compile("\\p{L} \\$\\d{1,5}(?: =|$)", Pattern.MULTILINE);

    private final @Nullable PostgresCatalog catalog;

    private final CopyPosition position;

    /**
     * Looks at a failure.
     *
     * @param position the first row of the last call, from which rows are counted, and of its last COPY
     */
    public Diagnosis(@Nullable PostgresCatalog catalog, CopyPosition position) {
        this.catalog = catalog;
        this.position = position;
    }

    public Failure of(SQLException failure) {
        if (failure instanceof ValueException value) {
            return new Failure.Row(value.row() - position.call(), null);
        }
        if (failure instanceof RowException row) {
            Failure cause = of(row.failure());
            return cause instanceof Failure.SomeRow some ? new Failure.Row(row.index(), some.column()) : cause;
        }
        String state = failure.getSQLState();
        if (state == null) {
            return new Failure.Fatal();
        }
        if (state.equals("40001") || state.equals("40P01")) {
            return new Failure.Retryable();
        }
        ServerErrorMessage message = failure instanceof PSQLException told ? told.getServerErrorMessage() : null;
        String where = message == null || message.getWhere() == null ? "" : message.getWhere();
        Matcher line = COPY_LINE.matcher(where);
        boolean located = line.find();
        // When a trigger fails, the COPY names no column.
        boolean ofValue =
                located ? line.group(2) != null : PARAMETER.matcher(where).find();
        if (!isRowFault(state, located, ofValue) && !isRaised(state, message)) {
            return new Failure.Fatal();
        }
        String column = message == null ? null : column(message);
        if (!located) {
            return new Failure.SomeRow(column);
        }
        int before = position.copy() - position.call();
        return new Failure.Row(before + Integer.parseInt(line.group(1)) - 1, column == null ? line.group(2) : column);
    }

    /**
     * Classes 22 and 23 are about data. Extension types call a malformed text a syntax error and an index calls a long one
     * a program limit: in the middle of a COPY these are about its row. While a value is read all of class 42 is: no such table for a
     * name in a column of regclass, say.
     */
    private static boolean isRowFault(String state, boolean inCopy, boolean ofValue) {
        return state.startsWith("22")
                || state.startsWith("23")
                || (inCopy && Stream.of("42601", "54000").anyMatch(state::equals))
                || (ofValue && Stream.of("0A", "3F", "42", "54").anyMatch(state::startsWith));
    }

    /** A trigger that refuses a row raises an error, of class P0 unless its author has chosen another. */
    private static boolean isRaised(String state, @Nullable ServerErrorMessage message) {
        return state.startsWith("P0") || (message != null && Objects.equals(message.getRoutine(), "exec_stmt_raise"));
    }

    private @Nullable String column(ServerErrorMessage message) {
        if (message.getColumn() != null) {
            return message.getColumn();
        }
        String constraint = message.getConstraint();
        if (constraint == null || message.getTable() == null || catalog == null) {
            return null;
        }
        return catalog.catalog()
                .table(new TableName(message.getSchema(), message.getTable()))
                .flatMap(table -> Stream.concat(
                                table.keys().stream()
                                        .filter(key -> key.name().equals(constraint))
                                        .map(Key::columns),
                                table.foreignKeys().stream()
                                        .filter(key -> key.name().equals(constraint))
                                        .map(key -> key.columns()))
                        .filter(columns -> columns.size() == 1)
                        .map((List<String> columns) -> columns.get(0))
                        .findFirst())
                .orElse(null);
    }
}
