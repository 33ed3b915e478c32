package dev.restore.examples.benchmark;

/** What a generated column holds. */
enum Kind {
    ID("bigint PRIMARY KEY", "integer PRIMARY KEY"),
    UUID("uuid", "uuid"),
    TEXT("varchar", "text"),
    BOOLEAN("boolean", "boolean"),
    NUMERIC("numeric(12,2)", "numeric(12,2)"),
    INSTANT("timestamp(6) with time zone", "timestamptz"),
    LOCAL_TIME("timestamp(6)", "timestamp"),
    BIGINT("bigint", "bigint"),
    INTEGER("integer", "integer");

    private final String standard;
    private final String sqlite;

    Kind(String standard, String sqlite) {
        this.standard = standard;
        this.sqlite = sqlite;
    }

    String type(Engine engine) {
        return engine == Engine.SQLITE ? sqlite : standard;
    }

    /** Returns whether JSON writes it without quotes. */
    boolean bare() {
        return switch (this) {
            case ID, BIGINT, INTEGER, NUMERIC, BOOLEAN -> true;
            case UUID, TEXT, INSTANT, LOCAL_TIME -> false;
        };
    }
}
