package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.TableName;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.postgres.catalog.Identifiers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that must be the same after an index or a constraint was dropped and built again.
 *
 * @param table the table
 * @param kind what it is
 * @param name its name
 * @param sql the index as a statement, or the foreign key as a clause
 * @param mode how a unique constraint is deferred, as a clause, empty when it is not
 * @param indexComment the comment on the index, or null
 * @param constraintComment the comment on the constraint, or null
 * @param tablespace the index's own tablespace, or null
 * @param clustered whether the table is clustered on the index
 * @param replicaIdentity whether the index is the table's replica identity
 * @param statistics the statistics targets of the index's expressions, each as its place and the target
 * @param traits whatever else the catalog knows of it, to compare
 */
record Definition(
        TableName table,
        Rebuilt.Kind kind,
        String name,
        String sql,
        String mode,
        @Nullable String indexComment,
        @Nullable String constraintComment,
        @Nullable String tablespace,
        boolean clustered,
        boolean replicaIdentity,
        List<String> statistics,
        String traits) {

    Definition {
        statistics = List.copyOf(statistics);
    }

    Rebuilt named(String reason) {
        return new Rebuilt(table, kind, name, reason);
    }

    boolean isNamedBy(Rebuilt rebuilt) {
        return rebuilt.table().equals(table)
                && rebuilt.kind() == kind
                && rebuilt.name().equals(name);
    }

    String drop() {
        return kind == Rebuilt.Kind.INDEX
                ? "DROP INDEX " + Identifiers.qualified(table.schema(), name)
                : alterTable() + "DROP CONSTRAINT " + Identifiers.quoted(name);
    }

    /** Returns the statements that make it again. */
    List<String> build() {
        List<String> statements = new ArrayList<>();
        String index = Identifiers.qualified(table.schema(), name);
        if (kind == Rebuilt.Kind.FOREIGN_KEY) {
            statements.add(alterTable() + "ADD CONSTRAINT " + Identifiers.quoted(name) + " " + sql);
        } else {
            // The statement does not tell the tablespace, and the user's default is not always the database's.
            statements.add(
                    "SET LOCAL default_tablespace = " + Identifiers.literal(tablespace == null ? "" : tablespace));
            statements.add(sql);
        }
        if (kind == Rebuilt.Kind.UNIQUE) {
            statements.add(alterTable() + "ADD CONSTRAINT " + Identifiers.quoted(name) + " UNIQUE USING INDEX "
                    + Identifiers.quoted(name) + mode);
        }
        for (String target : statistics) {
            statements.add("ALTER INDEX " + index + " ALTER COLUMN " + target.replace(" ", " SET STATISTICS "));
        }
        if (indexComment != null) {
            statements.add("COMMENT ON INDEX " + index + " IS " + Identifiers.literal(indexComment));
        }
        if (constraintComment != null) {
            statements.add("COMMENT ON CONSTRAINT " + Identifiers.quoted(name) + " ON " + Identifiers.quoted(table)
                    + " IS " + Identifiers.literal(constraintComment));
        }
        if (clustered) {
            statements.add(alterTable() + "CLUSTER ON " + Identifiers.quoted(name));
        }
        if (replicaIdentity) {
            statements.add(alterTable() + "REPLICA IDENTITY USING INDEX " + Identifiers.quoted(name));
        }
        return statements;
    }

    private String alterTable() {
        return "ALTER TABLE " + Identifiers.quoted(table) + " ";
    }
}
