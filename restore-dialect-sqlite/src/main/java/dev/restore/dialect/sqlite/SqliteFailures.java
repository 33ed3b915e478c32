package dev.restore.dialect.sqlite;

import dev.restore.dialect.Failure;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.RowException;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardFailures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite throws. */
final class SqliteFailures extends StandardFailures {

    private final SqlDatabase database;
    private final SqliteSchema schema;
    private @Nullable String triggerSource;

    SqliteFailures(SqlDatabase database, SqliteSchema schema) {
        super(database);
        this.database = database;
        this.schema = schema;
    }

    static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    }

    static boolean isBusy(SQLException failure) {
        return failure instanceof SQLiteException e
                && (primary(e) == SQLiteErrorCode.SQLITE_BUSY || primary(e) == SQLiteErrorCode.SQLITE_LOCKED);
    }

    @Override
    public boolean busy(SQLException failure) {
        return isBusy(failure);
    }

    @Override
    public Failure diagnose(SQLException failure) {
        if (failure instanceof ValueException || failure instanceof RowException) {
            return super.diagnose(failure);
        }
        if (failure instanceof SQLiteException e) {
            return switch (primary(e)) {
                case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG -> new Failure.SomeRow(column(e.getMessage()));
                default -> new Failure.Fatal();
            };
        }
        return new Failure.Fatal();
    }

    /** Takes the column out of {@code constraint failed: table.column)}, if there is just one. */
    private static @Nullable String column(@Nullable String message) {
        if (message == null) {
            return null;
        }
        int start = message.lastIndexOf("constraint failed: ");
        int dot = message.indexOf('.', Math.max(start, 0));
        if (start < 0 || dot < 0 || message.indexOf(',', start) >= 0 || !message.endsWith(")")) {
            return null;
        }
        return message.substring(dot + 1, message.length() - 1);
    }

    /** Of constraints SQLite says what the schema says; what a trigger raises may be put together from values. */
    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER) {
                // The driver's own words come before the bracket.
                int open = message.indexOf('(');
                int close = message.lastIndexOf(')');
                return open < 0 || close < open
                        ? MessageRedaction.RAISED
                        : message.substring(0, open + 1)
                                + redaction.raised(message.substring(open + 1, close), triggers())
                                + message.substring(close);
            }
            if (primary(e) != SQLiteErrorCode.SQLITE_ERROR) {
                // These name columns, constraints and files, and quote no values.
                return MessageRedaction.firstLine(message);
            }
        }
        return redaction.any(message);
    }

    /** Returns the source of all triggers, as one may fire another, and of those that a session has only for itself. */
    private String triggers() {
        try {
            String source = triggerSource;
            if (source == null) {
                source = sources(schema.quotedDatabase() + ".sqlite_schema");
                triggerSource = source;
            }
            return source + sources("sqlite_temp_schema");
        } catch (SQLException e) {
            // Its connection may be closed by now.
            return "";
        }
    }

    private String sources(String table) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT sql FROM " + table + " WHERE type = 'trigger' AND sql IS NOT NULL")) {
            while (row.next()) {
                text.append('\n').append(row.getString(1));
            }
        }
        return text.toString();
    }
}
