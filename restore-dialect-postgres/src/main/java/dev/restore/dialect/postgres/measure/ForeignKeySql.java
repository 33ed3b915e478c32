package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.ForeignKey;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements about one foreign key. */
public final class ForeignKeySql {

    private ForeignKeySql() {}

    public static String countReferring(PostgresCatalog catalog, ForeignKey key, long limit) {
        return "SELECT count(*) FROM (SELECT 1 FROM " + catalog.only(key.table()) + " c WHERE "
                + partnerExists(catalog, key) + " LIMIT " + limit + ") found";
    }

    static String countViolations(PostgresCatalog catalog, ForeignKey key) {
        return "SELECT count(*) FROM " + violations(catalog, key);
    }

    public static String danglingReferences(PostgresCatalog catalog, ForeignKey key, int limit) {
        String values = key.columns().stream()
                .map(column -> "c." + Identifiers.quoted(column) + "::text")
                .collect(Collectors.joining(", "));
        return "SELECT DISTINCT " + values + " FROM " + violations(catalog, key) + " LIMIT " + limit;
    }

    static String alter(ForeignKey key, ForeignKey.Deferrability deferrability) {
        String words = switch (deferrability) {
            case NOT_DEFERRABLE -> "NOT DEFERRABLE";
            case INITIALLY_IMMEDIATE -> "DEFERRABLE INITIALLY IMMEDIATE";
            case INITIALLY_DEFERRED -> "DEFERRABLE INITIALLY DEFERRED";
        };
        return "ALTER TABLE " + Identifiers.quoted(key.table()) + " ALTER CONSTRAINT " + Identifiers.quoted(key.name())
                + " " + words;
    }

    private static String violations(PostgresCatalog catalog, ForeignKey key) {
        List<String> columns =
                key.columns().stream().map(c -> "c." + Identifiers.quoted(c)).toList();
        String allSet = columns.stream().map(c -> c + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String missing = allSet + " AND NOT " + partnerExists(catalog, key);
        if (catalog.matchFull().contains(key)) {
            String anySet = columns.stream().map(c -> c + " IS NOT NULL").collect(Collectors.joining(" OR "));
            missing = "(" + missing + ") OR ((" + anySet + ") AND NOT (" + allSet + "))";
        }
        return catalog.only(key.table()) + " c WHERE " + missing;
    }

    private static String partnerExists(PostgresCatalog catalog, ForeignKey key) {
        String same = IntStream.range(0, key.columns().size())
                .mapToObj(i -> "p." + Identifiers.quoted(key.referencedColumns().get(i)) + " = c."
                        + Identifiers.quoted(key.columns().get(i)))
                .collect(Collectors.joining(" AND "));
        return "EXISTS (SELECT 1 FROM " + catalog.only(key.referencedTable()) + " p WHERE " + same + ")";
    }
}
