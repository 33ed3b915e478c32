package dev.restore.dialect.postgres.measure;

/**
 * The questions about what can be dropped and built again. Every name is qualified: the search path is the user's.
 *
 * <p>Left out is what could not be put back exactly, what others hold on to, and what would hold up other tables: primary
 * keys and exclusion constraints, everything of partitioned, partition, inheriting and inherited tables, what is invalid,
 * what belongs to an extension, what anything else depends on, and foreign keys to tables that are not restored.
 */
final class RebuiltQueries {

    /** Tables that stand for themselves, of which the role may alter everything. */
    private static final String TABLES = """
            WITH alone AS (
                SELECT c.oid, n.nspname, c.relname
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid = ANY (?::oid[]) AND c.relkind = 'r' AND NOT c.relispartition
                  AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
                  AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')
                  AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
                  AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE c.oid IN (h.inhrelid, h.inhparent))
            )
            """;

    /**
     * What an index is, apart from its object identifier. The statistics targets are those of its expressions; before
     * PostgreSQL 17 the default is -1, since then null.
     */
    static final String INDEXES = TABLES + """
            SELECT t.nspname, t.relname, x.relname, k.oid IS NOT NULL, pg_catalog.pg_get_indexdef(x.oid),
                   coalesce(k.condeferrable, false), coalesce(k.condeferred, false),
                   pg_catalog.obj_description(x.oid, 'pg_class'), pg_catalog.obj_description(k.oid, 'pg_constraint'),
                   s.spcname, i.indisclustered, i.indisreplident,
                   ARRAY(SELECT a.attnum || ' ' || a.attstattarget FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = x.oid AND a.attstattarget >= 0 ORDER BY a.attnum),
                   pg_catalog.concat_ws(' ', x.relam, x.relowner, x.relpersistence, x.reloptions, i.indisunique,
                       i.indisvalid, i.indimmediate, i.indnkeyatts, i.indkey, i.indcollation, i.indclass, i.indoption,
                       pg_catalog.pg_get_constraintdef(k.oid), k.convalidated, k.connoinherit, k.conislocal)
            FROM alone t
            JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
            JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            JOIN pg_catalog.pg_am m ON m.oid = x.relam
            LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
            LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = x.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x')
            WHERE NOT i.indisprimary AND NOT i.indisexclusion AND i.indisvalid AND i.indisready AND i.indislive
              AND (k.oid IS NULL OR (k.contype = 'u' AND m.amname = 'btree' AND k.coninhcount = 0))
              AND (s.oid IS NULL OR pg_catalog.has_tablespace_privilege(s.oid, 'CREATE'))
              AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_depend d
                  WHERE (d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = x.oid
                      OR d.refclassid = 'pg_catalog.pg_constraint'::regclass AND d.refobjid = k.oid)
                    AND NOT (d.deptype = 'i' AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = x.oid)
                    AND NOT (d.deptype = 'i' AND d.classid = 'pg_catalog.pg_trigger'::regclass))
              AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_depend d
                  WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype IN ('e', 'x')
                    AND (d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = x.oid
                        OR d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = k.oid))
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgenabled <> 'O')
            ORDER BY 1, 2, k.oid IS NULL, 3
            """;

    private RebuiltQueries() {}

    /** Keys that are not validated stay: added again as they are they would not check a row of the load. */
    static String foreignKeys(boolean knowsEnforced) {
        return TABLES + """
            SELECT t.nspname, t.relname, k.conname, pg_catalog.pg_get_constraintdef(k.oid),
                   pg_catalog.obj_description(k.oid, 'pg_constraint'),
                   pg_catalog.concat_ws(' ', k.conkey, k.confrelid, k.confkey, k.conindid, k.confupdtype, k.confdeltype,
                       k.confmatchtype, k.condeferrable, k.condeferred, k.convalidated, k.connoinherit, k.conislocal)
            FROM alone t
            JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid
            JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.coninhcount = 0 AND k.convalidated %s
              AND k.confrelid = ANY (?::oid[]) AND r.relkind = 'r' AND NOT r.relispartition
              AND pg_catalog.has_table_privilege(r.oid, 'REFERENCES') AND pg_catalog.has_table_privilege(r.oid, 'SELECT')
              AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_depend d
                  WHERE d.refclassid = 'pg_catalog.pg_constraint'::regclass AND d.refobjid = k.oid
                    AND NOT (d.deptype = 'i' AND d.classid = 'pg_catalog.pg_trigger'::regclass))
              AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_depend d
                  WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype IN ('e', 'x')
                    AND d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = k.oid)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgenabled <> 'O')
            ORDER BY 1, 2, 3
            """.formatted(knowsEnforced ? "AND k.conenforced" : "");
    }
}
