package dev.restore.dialect.postgres.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Describes all schemas of a database by the versions of the rows that {@link CatalogReader} reads: whatever changes one makes
 * another version of it. Where a row lies tells versions of one transaction apart. What is made with the database itself has
 * numbers below 16384 and never changes.
 */
public final class CatalogToken {

    private static final String QUERY = """
            SELECT pg_catalog.md5(pg_catalog.concat_ws('|', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_class WHERE oid >= 16384
            ), (
                SELECT pg_catalog.string_agg(pg_catalog.concat(attrelid, ' ', attnum, ' ', xmin, ctid), ','
                    ORDER BY attrelid, attnum)
                FROM pg_catalog.pg_attribute WHERE attrelid >= 16384 AND attnum > 0
            ), (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_constraint WHERE oid >= 16384
            ), (
                SELECT pg_catalog.string_agg(pg_catalog.concat(indexrelid, ' ', xmin, ctid), ',' ORDER BY indexrelid)
                FROM pg_catalog.pg_index WHERE indexrelid >= 16384
            ), (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_type WHERE oid >= 16384
            ))), pg_catalog.md5(pg_catalog.concat_ws('|', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_namespace
            ), (
                SELECT pg_catalog.string_agg(pg_catalog.concat(seqrelid, ' ', xmin, ctid), ',' ORDER BY seqrelid)
                FROM pg_catalog.pg_sequence
            ), 'triggers', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_trigger
            ), 'functions', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_proc WHERE oid >= 16384
            ), 'rules', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_rewrite WHERE oid >= 16384
            ), 'defaults', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(oid, ' ', xmin, ctid), ',' ORDER BY oid)
                FROM pg_catalog.pg_attrdef
            ), 'parents', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(inhrelid, ' ', inhseqno, ' ', xmin, ctid), ','
                    ORDER BY inhrelid, inhseqno)
                FROM pg_catalog.pg_inherits
            ), 'owned', (
                SELECT pg_catalog.string_agg(pg_catalog.concat(objid, ' ', refobjid, ' ', refobjsubid, ' ', xmin, ctid), ','
                    ORDER BY objid, refobjid, refobjsubid, deptype)
                FROM pg_catalog.pg_depend
                WHERE classid = 'pg_catalog.pg_class'::regclass AND refclassid = 'pg_catalog.pg_class'::regclass
                  AND refobjsubid > 0 AND deptype IN ('a', 'i')
            ))), pg_catalog.current_schemas(true)::text, pg_catalog.current_database(), current_user,
                (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
                pg_catalog.pg_postmaster_start_time()::text
            """;

    private static final int PARTS = 7;

    private final Connection connection;

    public CatalogToken(Connection connection) {
        this.connection = connection;
    }

    public String read() throws SQLException {
        StringBuilder token = new StringBuilder();
        try (PreparedStatement statement = connection.prepareStatement(QUERY);
                ResultSet row = statement.executeQuery()) {
            row.next();
            for (int i = 1; i <= PARTS; i++) {
                token.append(row.getString(i)).append('\n');
            }
        }
        return token.toString();
    }
}
