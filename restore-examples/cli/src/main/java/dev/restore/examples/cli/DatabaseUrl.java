package dev.restore.examples.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** A JDBC URL as a user typed it: checked, so that no driver makes a database that was meant to be there. */
final class DatabaseUrl {

    private static final String KNOWN = "known are jdbc:postgresql://HOST/DATABASE, jdbc:sqlite:FILE and jdbc:h2:FILE";
    private static final String SQLITE = "jdbc:sqlite:";

    /** The driver locks the connection for each call itself: that SQLite does it once more costs a twelfth of a load. */
    private static final String OPEN_MODE = "open_mode=";

    private static final Pattern PARAMETER = Pattern.compile("(?i)((?:password|passwd|pwd)=)[^&;\\s\"]*");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?i)(?:password|passwd|pwd)=[^&;]*");
    private static final Pattern AUTHORITY = Pattern.compile("(://[^/@:\\s]*:)[^@/\\s\"]*@");

    private final String url;
    private final boolean created;

    private DatabaseUrl(String url, boolean created) {
        this.url = url;
        this.created = created;
    }

    /**
     * Takes a URL as it was typed.
     *
     * @throws IllegalArgumentException if it is not a JDBC URL that a driver here understands
     */
    static DatabaseUrl parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("jdbc:")) {
            throw new IllegalArgumentException("'" + mask(text) + "' is not a JDBC URL: " + hint(text, lower) + ".");
        }
        if (DriverManager.drivers().noneMatch(driver -> accepts(driver, text))) {
            throw new IllegalArgumentException("there is no driver for '" + mask(text) + "': " + KNOWN + ".");
        }
        return new DatabaseUrl(text, false);
    }

    private static String hint(String text, String lower) {
        if (lower.startsWith("postgres://") || lower.startsWith("postgresql://")) {
            String rest = text.substring(text.indexOf("://"));
            String host = rest.substring(rest.lastIndexOf('@') < 0 ? 3 : rest.lastIndexOf('@') + 1);
            return "write jdbc:postgresql://" + mask(host) + " and name the user with --user"
                    + " and the password's variable with --password-env";
        }
        if (List.of("postgresql:", "sqlite:", "h2:").stream().anyMatch(lower::startsWith)) {
            return "write jdbc:" + mask(text);
        }
        return KNOWN;
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (java.sql.SQLException e) {
            return false;
        }
    }

    /** Returns the same URL, at which a database file is made where there is none. */
    DatabaseUrl creating() {
        return new DatabaseUrl(url, true);
    }

    /** Returns the URL to connect with. */
    String connectable() {
        if (created) {
            return url;
        }
        if (isSqlite() && !url.contains(OPEN_MODE)) {
            int mode = SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.NOMUTEX.flag;
            return url + (url.contains("?") ? "&" : "?") + OPEN_MODE + mode;
        }
        return createsFile() && !url.toUpperCase(Locale.ROOT).contains(";IFEXISTS=") ? url + ";IFEXISTS=TRUE" : url;
    }

    private boolean isSqlite() {
        return url.toLowerCase(Locale.ROOT).startsWith(SQLITE);
    }

    private boolean createsFile() {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("jdbc:h2:")
                && List.of("mem:", "tcp:", "ssl:").stream().noneMatch(lower.substring("jdbc:h2:".length())::startsWith);
    }

    /**
     * Checks that the database file is there, where there is one.
     *
     * @throws RefusedException if it is not
     */
    void requireDatabase() {
        if (!isSqlite()) {
            return;
        }
        String name = url.substring(SQLITE.length());
        if (name.startsWith(":resource:")) {
            throw new RefusedException("A database on the class path cannot be written to. Name a file.");
        }
        int parameters = name.indexOf('?');
        if (parameters >= 0) {
            requireKnown(name, parameters);
            name = name.substring(0, parameters);
        }
        name = name.startsWith("file:") ? name.substring("file:".length()).replaceFirst("^//(?=/)", "") : name;
        if (name.isEmpty() || name.equals(":memory:")) {
            throw new RefusedException(
                    "An SQLite database in memory ends with this command. Name a file: jdbc:sqlite:FILE.");
        }
        if (!Files.isRegularFile(path(name))) {
            throw new RefusedException("There is no database file '" + name
                    + "'. Create it with its tables first: a backup holds rows, not the schema.");
        }
    }

    /** A parameter that the driver does not know would become a part of the file's name; those of a URI are for SQLite itself. */
    private static void requireKnown(String name, int parameters) {
        if (name.startsWith("file:")) {
            return;
        }
        for (String parameter : name.substring(parameters + 1).split("&", -1)) {
            String key = parameter.replaceFirst("=.*", "");
            if (!key.isEmpty()
                    && Arrays.stream(SQLiteConfig.Pragma.values())
                            .noneMatch(known -> known.getPragmaName().equalsIgnoreCase(key))) {
                throw new RefusedException("SQLite's driver has no parameter '" + key
                        + "'. Leave it out of the URL; a user and a password are not used there.");
            }
        }
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new RefusedException("'" + name + "' is not the name of a file: " + e.getReason() + ".");
        }
    }

    /** Returns a URL without the password in it, if there is one. */
    static String withoutPassword(String url) {
        String bare = ASSIGNMENT.matcher(url).replaceAll("");
        bare = AUTHORITY.matcher(bare).replaceAll(match -> match.group(1).replaceFirst(":$", "@"));
        return bare.replaceFirst("([?&;])[&;]+", "$1").replaceFirst("[?&]$", "");
    }

    /** Hides the passwords in a text. */
    static String mask(String text) {
        return AUTHORITY.matcher(PARAMETER.matcher(text).replaceAll("$1***")).replaceAll("$1***@");
    }

    /** Returns the URL for messages, without a password. */
    @Override
    public String toString() {
        return mask(url);
    }
}
