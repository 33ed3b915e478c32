package dev.restore.testing;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Rows;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.standard.StandardDialect;
import dev.restore.dialect.value.Cells;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Copies tables by what a dialect reads from one and loads into another. */
public final class TableCopy {

    private TableCopy() {}

    /** Copies all rows of a table into an empty one with the same columns, batch by batch. */
    public static void make(TestDatabase db, String from, String to) throws SQLException {
        try (Connection reading = db.dataSource().getConnection();
                Connection writing = db.dataSource().getConnection();
                Dialect.Session source = open(db, reading);
                Dialect.Session target = open(db, writing)) {
            Table first = table(source.catalog(), from);
            Catalog catalog = target.catalog();
            Table second = table(catalog, to);
            Scope scope = new Scope(catalog, List.of(second), List.of(second), 1);
            target.begin(scope, target.foreignKeyMeasure(scope));
            try (TableReader reader = source.reading().reader(first, first.columns(), true);
                    TableLoader loader = target.loader(new LoadTarget(second, second.columns()))) {
                for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                    loader.load(rows, 0, rows.size());
                }
            }
            writing.commit();
        }
    }

    /** Returns what is read of a table, in the order of its key: each cell's kind and characters. */
    public static List<String> cells(TestDatabase db, String name) throws SQLException {
        List<String> cells = new ArrayList<>();
        try (Connection connection = db.dataSource().getConnection();
                Dialect.Session session = open(db, connection)) {
            Table table = table(session.catalog(), name);
            try (TableReader reader = session.reading().reader(table, table.columns(), true)) {
                for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                    for (int row = 0; row < rows.size(); row++) {
                        for (int column = 0; column < rows.columns(); column++) {
                            cells.add(rows.kind(row, column) + " " + Cells.characters(rows, row, column));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private static Dialect.Session open(TestDatabase db, Connection connection) throws SQLException {
        Dialect dialect = ServiceLoader.load(Dialect.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.id().equals(db.dialect()))
                .findFirst()
                .orElseGet(StandardDialect::new);
        return dialect.open(connection, new SessionSettings(null, ZoneOffset.UTC, false));
    }

    private static Table table(Catalog catalog, String name) {
        return catalog.tables().stream()
                .filter(table -> table.name().name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }
}
