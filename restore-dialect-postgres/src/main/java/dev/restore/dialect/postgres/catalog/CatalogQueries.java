package dev.restore.dialect.postgres.catalog;

/**
 * The questions that {@link CatalogReader} asks. Every name is qualified: the search path is the user's. What users create has
 * numbers from 16384 on, by which the indexes of the catalog leave out the thousands of entries that are always there.
 */
public final class CatalogQueries {

    static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relispartition, coalesce(i.inhparent, 0)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND i.inhseqno = 1
            WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY n.nspname, c.relname
            """;

    /**
     * All sequences, with the columns that use them. What a default draws from comes before what the default of a domain draws from,
     * and that before what is merely owned. The last is whether the default is the number itself: {@code nextval(regclass)},
     * perhaps cast to a smaller whole number.
     */
    static final String SEQUENCES = """
            SELECT s.seqrelid, n.nspname, c.relname, s.seqincrement, s.seqmin, s.seqmax, u.relation, u.position,
                   coalesce(u.plain, true)
            FROM pg_catalog.pg_sequence s
            JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN (
                SELECT d.refobjid AS sequence, a.adrelid AS relation, a.adnum AS position, 0 AS rank,
                       a.adbin::text ~ '^\\{FUNCEXPR :funcid (1574|(480|714) [^{]*:args \\(\\{FUNCEXPR :funcid 1574) ' AS plain
                FROM pg_catalog.pg_attrdef a
                JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = a.oid
                    AND d.objid >= 16384 AND d.refclassid = 'pg_catalog.pg_class'::regclass
                UNION ALL
                SELECT d.refobjid, a.attrelid, a.attnum, 1, true
                FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.atttypid = d.objid AND NOT a.atthasdef
                WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid >= 16384
                  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'n' AND a.attrelid >= 16384
                UNION ALL
                SELECT d.objid, d.refobjid, d.refobjsubid, 2, true
                FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid >= 16384
                  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
            ) u ON u.sequence = s.seqrelid
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY u.rank, s.seqrelid
            """;

    /** What this session has written and not reported yet: all of the transaction, and perhaps something of the one before it. */
    public static final String ROW_CHANGES = """
            SELECT n.nspname, c.relname, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
                   pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.oid >= 16384
            """;

    /** Defaults that call functions of users, or draw from a sequence by a name that is only looked up then. */
    static final String CALLING_DEFAULTS = """
            SELECT a.adrelid, a.adnum, pg_catalog.pg_get_expr(a.adbin, a.adrelid),
                   ARRAY(SELECT d.refobjid FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = a.oid
                           AND d.refclassid = 'pg_catalog.pg_proc'::regclass)
            FROM pg_catalog.pg_attrdef a
            JOIN pg_catalog.pg_attribute c ON c.attrelid = a.adrelid AND c.attnum = a.adnum AND c.attgenerated = ''
            WHERE EXISTS (SELECT FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = a.oid
                            AND d.refclassid = 'pg_catalog.pg_proc'::regclass)
               OR (a.adbin::text LIKE '%:funcid 1574 %'
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                   JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.refobjid
                                   WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = a.oid
                                     AND d.refclassid = 'pg_catalog.pg_class'::regclass))
            """;

    /** The functions of users whose text can be read, with the functions and sequences that the server knows they use. */
    static final String FUNCTIONS = """
            SELECT p.oid, p.proname, p.prosrc,
                   ARRAY(SELECT d.refobjid FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
                           AND d.refclassid IN ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_class'::regclass))
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.oid >= 16384 AND l.lanname IN ('sql', 'plpgsql')
            """;

    /**
     * Parents come before their partitions, which take over their identities. Composite types have fields as tables have columns.
     * An array whose type is not that of its element's arrays, such as {@code int2vector}, declares no element.
     */
    static final String COLUMNS = """
            WITH RECURSIVE step AS (
                SELECT oid AS domain, typarray AS arrays, typbasetype AS base, typtypmod AS modifier,
                       typnotnull AS required, typdefault IS NOT NULL AS filled
                FROM pg_catalog.pg_type WHERE typtype = 'd'
                UNION ALL
                SELECT s.domain, s.arrays, t.typbasetype,
                       CASE WHEN s.modifier = -1 THEN t.typtypmod ELSE s.modifier END,
                       s.required OR t.typnotnull, s.filled OR t.typdefault IS NOT NULL
                FROM step s JOIN pg_catalog.pg_type t ON t.oid = s.base WHERE t.typtype = 'd'
            ), resolved AS (
                SELECT s.* FROM step s JOIN pg_catalog.pg_type t ON t.oid = s.base WHERE t.typtype <> 'd'
            )
            SELECT a.attrelid, a.attname, a.attnum,
                   pg_catalog.format_type(a.atttypid, a.atttypmod) AS shown,
                   a.atttypid AS declared, t.typname AS base, t.typtype::text AS kind,
                   coalesce(r.modifier, a.atttypmod) AS modifier,
                   a.attnotnull OR coalesce(r.required, false) AS required,
                   a.atthasdef OR coalesce(r.filled, false) AS filled,
                   a.attidentity::text AS attidentity, a.attgenerated::text AS attgenerated,
                   e.typname AS element, e.typtype::text AS element_kind, e.typdelim::text AS delimiter,
                   pg_catalog.format_type(t.typelem, NULL) AS element_shown,
                   coalesce(er.modifier, r.modifier, a.atttypmod) AS element_modifier,
                   CASE WHEN coalesce(er.arrays, e.typarray) = t.oid THEN t.typelem ELSE 0 END AS element_declared,
                   t.typrelid AS fields, e.typrelid AS element_fields
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            LEFT JOIN resolved r ON r.domain = a.atttypid
            JOIN pg_catalog.pg_type t ON t.oid = coalesce(r.base, a.atttypid)
            LEFT JOIN resolved er ON t.typcategory = 'A' AND t.typlen = -1 AND er.domain = t.typelem
            LEFT JOIN pg_catalog.pg_type e ON t.typcategory = 'A' AND t.typlen = -1 AND t.typelem <> 0
                AND e.oid = coalesce(er.base, t.typelem)
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
            ORDER BY c.relispartition, a.attrelid, a.attnum
            """;

    static final String KEYS = """
            SELECT i.indrelid, c.relname, i.indisprimary,
                   ARRAY(SELECT a.attname::text
                         FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k(position, place)
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.position
                         WHERE k.place <= i.indnkeyatts ORDER BY k.place)
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indrelid >= 16384 AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY i.indisprimary DESC, c.relname
            """;

    /** Unique indexes with a condition or over expressions, and the columns of which they are made. */
    static final String UNIQUE_INDEXES = """
            SELECT i.indrelid, c.relname,
                   ARRAY(SELECT a.attname::text
                         FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = i.indrelid AND a.attnum > 0
                           AND (a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                             OR i.indexprs IS NOT NULL AND EXISTS (
                                SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = i.indexrelid
                                  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = i.indrelid
                                  AND d.refobjsubid = a.attnum))
                         ORDER BY a.attnum)
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid >= 16384 AND i.indisunique AND i.indisvalid
              AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)
            ORDER BY c.relname
            """;

    /**
     * Triggers that fire only on replicas do not fire here. The bits of each are those of {@code tgtype}; after them
     * stands whether it fires before each row that is inserted, and its function.
     */
    static final String TRIGGERS = """
            SELECT tgrelid, 'TRIGGER', tgname, tgtype & 60, prosrc, tgtype & 7 = 7, tgfoid
            FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_proc f ON f.oid = tgfoid
            WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
            UNION ALL
            SELECT ev_class, 'RULE', rulename, CASE ev_type WHEN '2' THEN 16 WHEN '3' THEN 4 ELSE 8 END,
                   pg_catalog.pg_get_ruledef(oid), false, 0::oid
            FROM pg_catalog.pg_rewrite
            WHERE oid >= 16384 AND ev_type <> '1' AND ev_enabled IN ('O', 'A')
            ORDER BY 3
            """;

    public static final String EVENT_TRIGGERS = """
            SELECT evtname FROM pg_catalog.pg_event_trigger
            WHERE evtenabled IN ('O', 'A') AND evtevent <> 'login' ORDER BY evtname
            """;

    private CatalogQueries() {}

    /** What partitions inherit is left out: it follows the constraint of the table above. */
    static String foreignKeys(boolean knowsEnforced) {
        return """
            SELECT k.conrelid, k.confrelid, k.conname, k.confdeltype::text, k.confmatchtype::text,
                   k.condeferrable, k.condeferred, k.convalidated, %s AS enforced,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS c(position, place)
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.position
                         ORDER BY c.place) AS columns,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS c(position, place)
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.position
                         ORDER BY c.place) AS referenced
            FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f' AND k.conparentid = 0
            ORDER BY k.conrelid, k.conname
            """.formatted(knowsEnforced ? "k.conenforced" : "true");
    }
}
