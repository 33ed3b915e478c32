package dev.restore.dialect.h2;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.standard.ManyRowsLoader;
import dev.restore.dialect.standard.NullRefusingLoader;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.SqlSyntax;
import dev.restore.dialect.standard.StandardBinders;
import dev.restore.dialect.standard.StandardLoaders;
import dev.restore.dialect.standard.StandardReading;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonArray;
import dev.restore.dialect.value.TemporalValues;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens loaders into H2. */
final class H2Loaders extends StandardLoaders {

    /** More rows in a statement gain nothing. */
    private static final int MAX_ROWS = 100;

    private static final int MAX_PARAMETERS = 10_000;

    /** The families whose values can be texts without characters, within arrays too. */
    private static final Set<TypeFamily> EMPTY_TEXTS = Set.of(TypeFamily.TEXT, TypeFamily.OTHER, TypeFamily.ARRAY);

    private final H2Schema schema;
    private final H2Values values;

    H2Loaders(SqlDatabase database, StandardReading reading, H2Schema schema) {
        super(database, reading);
        this.schema = schema;
        this.values = new H2Values(new TemporalValues(database.settings().zone()));
    }

    /** Returns the parameter for a column's value. */
    static String parameter(Column column) {
        return column.type().family() == TypeFamily.JSON ? "? FORMAT JSON" : "?";
    }

    /**
     * In its own process H2 takes a statement of many rows faster than as many statements. A cancelled batch goes on with its
     * next row and cannot be cancelled again, so that only statements outside of one always end when they are asked to.
     */
    @Override
    protected TableLoader inserter(LoadTarget target, List<CellBinder> cells) throws SQLException {
        String url = database().connection().getMetaData().getURL();
        if (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:")) {
            return super.inserter(target, cells);
        }
        int rows = cells.isEmpty() ? 1 : Math.min(MAX_ROWS, MAX_PARAMETERS / cells.size());
        if (rows < 2) {
            return single(target, cells);
        }
        SqlSyntax syntax = database().syntax();
        return new ManyRowsLoader(
                database().connection(),
                syntax.insert(target),
                ", " + syntax.parameters(target),
                cells,
                database().running(),
                rows);
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        return refusingNulls(target, super.loader(target));
    }

    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        Optional<TableLoader> loader = super.loader(target, fallback);
        return loader.isPresent() ? Optional.of(refusingNulls(target, loader.get())) : loader;
    }

    private TableLoader refusingNulls(LoadTarget target, TableLoader loader) throws SQLException {
        Set<String> filled = schema.filledForNull(target.table().name());
        int[] cells = IntStream.range(0, target.columns().size())
                .filter(i -> filled.contains(target.columns().get(i).name()))
                .toArray();
        return cells.length == 0 ? loader : new NullRefusingLoader(loader, cells);
    }

    @Override
    protected CellBinder binder(Column column) throws SQLException {
        CellBinder binder = binderOf(column);
        return schema.mode().emptyTextIsNull()
                        && EMPTY_TEXTS.contains(column.type().family())
                ? refusingEmptyTexts(binder)
                : binder;
    }

    private static CellBinder refusingEmptyTexts(CellBinder binder) {
        return (s, p, rows, r, c) -> {
            if (rows.start(r, c) == rows.end(r, c) || holdsEmptyText(rows, r, c)) {
                throw Cells.refuse(
                        rows,
                        r,
                        c,
                        "without characters would become NULL (MODE=Oracle); open the database in another mode for the restore",
                        "22018");
            }
            binder.bind(s, p, rows, r, c);
        };
    }

    private static boolean holdsEmptyText(Rows rows, int row, int column) {
        return rows.kind(row, column) == ValueKind.ARRAY
                && hasEmptyText(JsonArray.elements(Cells.characters(rows, row, column)));
    }

    private static boolean hasEmptyText(@Nullable Object[] elements) {
        return Stream.of(elements)
                .anyMatch(element -> element instanceof Object[] inner ? hasEmptyText(inner) : "".equals(element));
    }

    private CellBinder binderOf(Column column) throws SQLException {
        TypeFamily family = column.type().family();
        String type = column.type().name();
        if (family == TypeFamily.JSON) {
            return (s, p, rows, r, c) -> s.setBytes(p, StandardBinders.jsonBytes(rows, r, c));
        }
        return family == TypeFamily.ARRAY || type.equals("DECFLOAT") || H2Interval.is(type) || H2Enum.is(type)
                ? (s, p, rows, r, c) -> s.setObject(p, values.of(column.type(), rows, r, c))
                : super.binder(column);
    }
}
