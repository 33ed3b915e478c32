package dev.restore.history;

import dev.restore.outcome.HistoryException;
import java.util.Locale;

/** What databases do not agree on in the few statements of a history. */
enum HistoryProduct {
    POSTGRESQL("TEXT", "VARCHAR(200)", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "IF NOT EXISTS "),
    SQLITE("TEXT", "VARCHAR(200)", "INTEGER PRIMARY KEY AUTOINCREMENT", ""),
    H2("TEXT", "VARCHAR(200)", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "IF NOT EXISTS "),
    MARIADB(
            "LONGTEXT CHARACTER SET utf8mb4",
            "VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            "BIGINT AUTO_INCREMENT PRIMARY KEY",
            "IF NOT EXISTS ");

    private final String text;
    private final String name;
    private final String number;
    private final String addedIfAbsent;

    HistoryProduct(String text, String name, String number, String addedIfAbsent) {
        this.text = text;
        this.name = name;
        this.number = number;
        this.addedIfAbsent = addedIfAbsent;
    }

    /**
     * Returns the product with a name.
     *
     * @throws HistoryException if there is none in which a history can be kept
     */
    static HistoryProduct of(String productName) {
        String lower = productName.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "postgresql" -> POSTGRESQL;
            case "sqlite" -> SQLITE;
            case "h2" -> H2;
            case "mariadb", "mysql" -> MARIADB;
            default ->
                throw new HistoryException(
                        "A history of runs is kept in PostgreSQL, SQLite, H2 or MariaDB, and this is " + productName
                                + ". Name another database for it.",
                        null);
        };
    }

    /** Returns the type of texts of any length. */
    String text() {
        return text;
    }

    /** Returns the type of names of up to 200 characters, which differ by the case of their letters. */
    String name200() {
        return name;
    }

    /** Returns the type of a key that counts up. */
    String number() {
        return number;
    }

    /** Returns what stands before a column that is added, so that the one of two who comes second finds it there. */
    String addedIfAbsent() {
        return addedIfAbsent;
    }

    /**
     * Returns an expression for the present time in milliseconds of the epoch. All processes go by the clock of the database, so that
     * those of their machines need not agree.
     */
    String now() {
        return switch (this) {
            case POSTGRESQL -> "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
            case SQLITE -> "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
            case H2 -> "DATEDIFF(MILLISECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00:00', CURRENT_TIMESTAMP)";
            case MARIADB -> "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";
        };
    }
}
