package dev.restore.engine.drill;

import dev.restore.backup.Manifest;
import dev.restore.catalog.TypeFamily;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** An embedded database that a drill can make in a file of its own. */
enum DrillDatabase {
    /** Checks types, and takes numbers of any length. */
    H2("jdbc:h2:") {
        @Override
        String type(TypeFamily family) {
            return switch (family) {
                case BOOLEAN -> "BOOLEAN";
                case INTEGER -> "BIGINT";
                case DECIMAL -> "DECFLOAT";
                case FLOAT -> "DOUBLE PRECISION";
                case BINARY -> "BINARY VARYING";
                case DATE -> "DATE";
                case TIME -> "TIME(9)";
                case TIME_WITH_ZONE -> "TIME(9) WITH TIME ZONE";
                case TIMESTAMP -> "TIMESTAMP(9)";
                case TIMESTAMP_WITH_ZONE -> "TIMESTAMP(9) WITH TIME ZONE";
                case UUID -> "UUID";
                case JSON -> "JSON";
                case TEXT, ARRAY, OTHER, ANY -> "CHARACTER VARYING";
            };
        }
    },
    /** Keeps what it is given. */
    SQLITE("jdbc:sqlite:") {
        @Override
        String type(TypeFamily family) {
            return switch (family) {
                case BOOLEAN -> "BOOLEAN";
                case INTEGER -> "INTEGER";
                case FLOAT -> "DOUBLE";
                case BINARY -> "BLOB";
                default -> "TEXT";
            };
        }
    },
    /** Keeps what it is given, and says what for as the database does where it comes from, which is the same. */
    SQLITE_ALIKE("jdbc:sqlite:") {
        @Override
        String type(TypeFamily family) {
            return switch (family) {
                case BOOLEAN -> "BOOLEAN";
                case INTEGER -> "INTEGER";
                case DECIMAL -> "DECIMAL";
                case FLOAT -> "DOUBLE";
                case TEXT -> "TEXT";
                case BINARY -> "BLOB";
                case DATE -> "DATE";
                case TIME, TIME_WITH_ZONE -> "TIME";
                case TIMESTAMP, TIMESTAMP_WITH_ZONE -> "TIMESTAMP";
                case UUID -> "UUID";
                case JSON -> "JSON";
                case ARRAY, OTHER -> "OTHER";
                case ANY -> "";
            };
        }
    };

    private final String prefix;

    DrillDatabase(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the first for which there is a driver, empty when there is none. */
    static Optional<DrillDatabase> present() {
        return Arrays.stream(values()).filter(DrillDatabase::hasDriver).findFirst();
    }

    /**
     * Returns the one for a backup: what SQLite keeps in columns that are not declared for it fits no other database.
     *
     * @param manifest what the backup says about itself, where it does
     */
    DrillDatabase forBackup(Optional<Manifest> manifest) {
        boolean loose = manifest.filter(Manifest::typed)
                .filter(known -> known.source().dialect().equals("sqlite"))
                .isPresent();
        return loose && SQLITE_ALIKE.hasDriver() ? SQLITE_ALIKE : this;
    }

    private boolean hasDriver() {
        try {
            return DriverManager.getDriver(prefix + "drill") != null;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Returns the URL of a database in a file. */
    String url(Path file) {
        return prefix + file.toAbsolutePath();
    }

    /** Returns the type of a column. */
    abstract String type(TypeFamily family);
}
