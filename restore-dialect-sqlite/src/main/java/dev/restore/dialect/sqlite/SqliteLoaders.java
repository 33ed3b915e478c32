package dev.restore.dialect.sqlite;

import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardLoaders;
import dev.restore.dialect.standard.StandardReading;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Opens loaders into SQLite. */
final class SqliteLoaders extends StandardLoaders {

    private final SqliteSchema schema;
    private final boolean triggersFire;

    /**
     * Opens loaders into a database.
     *
     * @param triggersFire whether triggers, where there are any, are in force
     */
    SqliteLoaders(SqlDatabase database, StandardReading reading, SqliteSchema schema, boolean triggersFire) {
        super(database, reading);
        this.schema = schema;
        this.triggersFire = triggersFire;
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        boolean strict = schema.strict(target.table());
        SqliteLoader loader = new SqliteLoader(
                database().connection(),
                database().syntax().insert(target),
                target,
                schema.traits(target.table()),
                triggersFire);
        List<CellBinder> binders = target.columns().stream()
                .map(column -> SqliteBinders.of(column, strict))
                .toList();
        return resolving(target, loader, binders);
    }

    /** Returns nothing: SQLite takes a row by the same statement however many come with it, and its columns take texts as texts. */
    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) {
        return Optional.empty();
    }
}
