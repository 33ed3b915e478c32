package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.load.StagedUpsert;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.SqlDatabase.Trust;
import dev.restore.dialect.standard.SqlNames;
import dev.restore.dialect.standard.SqlSyntax;
import dev.restore.dialect.standard.TemporaryTables;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Staging in temporary tables that go with the transaction, which are joined by hash so that nothing needs an index. */
final class PostgresStaging extends TemporaryTables {

    /** Joins and sorts of a million rows go to the disk with the 4 MB that are the default. It ends with the transaction. */
    private static final String MEMORY =
            "SELECT pg_catalog.set_config('work_mem', '64MB', true) FROM pg_catalog.pg_settings"
                    + " WHERE name = 'work_mem' AND setting::bigint < 65536";

    private final PostgresSchema schema;
    private final List<String> created;

    /**
     * Creates one.
     *
     * @param created learns the names of the tables, quoted
     */
    PostgresStaging(PostgresSchema schema, List<String> created) throws SQLException {
        super(
                SqlDatabase.of(
                        schema.connection(),
                        schema.settings(),
                        new SqlSyntax(
                                SqlNames.between("\""),
                                column -> "?",
                                SqlSyntax.EmptyRow.DEFAULT_VALUES,
                                Integer.MAX_VALUE,
                                null),
                        Trust.ALL),
                "pg_temp",
                ChangeForm.UPDATE_FROM);
        this.schema = schema;
        this.created = created;
    }

    @Override
    public Table create(String name, List<Draft> drafts, List<List<String>> indexes) throws SQLException {
        Table table = super.create(name, drafts, indexes);
        PostgresCatalog known = schema.known();
        Map<String, PgType> types = new HashMap<>();
        for (Draft draft : drafts) {
            Table like = draft.table();
            Column column = draft.column();
            types.put(draft.name(), like == null || column == null ? PgType.number() : known.type(like, column));
        }
        schema.stages(table.name(), types);
        return table;
    }

    @Override
    protected void create(
            String name, List<String> columns, @Nullable String row, List<List<String>> indexes, String query)
            throws SQLException {
        if (created.isEmpty() && !schema.settings().callersTransaction()) {
            database().execute(MEMORY);
        }
        database().execute("CREATE TEMPORARY TABLE " + name + " ON COMMIT DROP AS " + query + " WITH NO DATA");
        created.add("pg_temp." + name);
    }

    @Override
    protected void filled(Table table, List<List<String>> indexes) throws SQLException {
        database().execute("ANALYZE " + quote(table.name()));
    }

    /** Rows of inheriting tables are not its own. */
    @Override
    public String from(Table table) {
        PostgresCatalog known = schema.ifKnown();
        return known == null || !known.oids().containsKey(table.name())
                ? quote(table.name())
                : known.only(table.name());
    }

    /** A text may be equal to another one under its collation and still not be the same. */
    @Override
    protected boolean comparable(Table table, Column column) {
        PostgresCatalog known = schema.ifKnown();
        return known != null
                && StagedUpsert.comparable(known.type(table, column).family());
    }
}
