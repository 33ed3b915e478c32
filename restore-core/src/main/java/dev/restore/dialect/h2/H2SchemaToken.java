package dev.restore.dialect.h2;

import dev.restore.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes the schema of an H2 database by the statements that would make it again, without the rows. */
final class H2SchemaToken {

    private static final Pattern POSITIONS =
            Pattern.compile("\"(?:[^\"]|\"\")*+\"|'(?:[^']|'')*+'| RESTART WITH -?\\d+");

    private final Connection connection;
    private final H2Mode mode;
    private final SessionSettings settings;

    H2SchemaToken(Connection connection, H2Mode mode, SessionSettings settings) {
        this.connection = connection;
        this.mode = mode;
        this.settings = settings;
    }

    /** Returns null where this user may not see all of it, and in a transaction of the caller's, to be left alone. */
    @Nullable
    String read() throws SQLException {
        if (settings.callersTransaction()) {
            return null;
        }
        StringBuilder token = new StringBuilder();
        token.append(mode).append('\n').append(new TreeMap<>(settings.sequences()));
        token.append('\n').append(settings.schema()).append('\n').append(connection.getSchema());
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SCRIPT NODATA NOPASSWORDS NOSETTINGS")) {
            while (row.next()) {
                String made = row.getString(1);
                // These say how many rows there are.
                if (!made.startsWith("-- ")) {
                    token.append('\n').append(withoutPositions(made));
                }
            }
        } catch (SQLException e) {
            return null;
        }
        return token.toString();
    }

    /** Where sequences stand is no matter of the schema, and changes with each row. */
    private static String withoutPositions(String made) {
        return made.contains(" RESTART WITH ")
                ? POSITIONS
                        .matcher(made)
                        .replaceAll(
                                found -> found.group().startsWith(" ") ? "" : Matcher.quoteReplacement(found.group()))
                : made;
    }
}
