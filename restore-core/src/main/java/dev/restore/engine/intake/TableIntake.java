package dev.restore.engine.intake;

import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ValueException;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.OriginalRow;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.stage.StagedRow;
import dev.restore.engine.value.DecodedRow;
import dev.restore.engine.value.OtherKinds;
import dev.restore.outcome.RowError;
import dev.restore.plan.TablePlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one table of the backup apart: which field goes into which cell. Rows of the same shape, that is with the
 * same fields in the same order, share the answer; shapes with the same columns share a batch. Used by the reading thread.
 */
public final class TableIntake {

    private final TablePlan plan;
    private final ColumnMatcher matcher;
    private final boolean django;
    private final @Nullable Account account;
    private final List<JoinIntake> joins;
    private final RowShapes shapes;
    private final @Nullable StagedRow staged;

    /** Whether rejected rows are written down, as they stand in the backup. */
    private final boolean keepsOriginals;

    private final boolean setsAside;

    /**
     * Creates an intake.
     *
     * @param account counts the table's rows, null when only its many-to-many lists are wanted
     * @param joins takes its many-to-many lists
     * @param staged what rows become on their way into a stage, null where they go into their table at once
     */
    public TableIntake(
            TablePlan plan,
            RestoreOptions options,
            boolean django,
            @Nullable Account account,
            List<JoinIntake> joins,
            @Nullable StagedRow staged) {
        this.plan = plan;
        this.staged = staged;
        this.django = django;
        this.matcher = new ColumnMatcher(
                plan.source(), plan.target(), options.mapping().columns(), django);
        this.account = account;
        this.joins = List.copyOf(joins);
        this.shapes = new RowShapes(plan, options, django, matcher, account, this.joins);
        this.setsAside = options.badRows().setAside();
        this.keepsOriginals = options.badRows().written();
    }

    @SuppressWarnings("ReferenceEquality") // whether the row is a view of another one
    void take(BackupRow row, OpenBatches batches) {
        BackupRow given = staged(row);
        RowShape shape = shapes.of(given);
        RowShape.Misfit misfit = shape.misfit == null ? unfit() : shape.misfit;
        if (misfit != null) {
            refuse(row, shape, misfit, batches);
        }
        BackupRow cells = misfit == null ? decoded(row, given, shape, batches) : null;
        ColumnSet set = shape.set;
        if (set != null && cells != null) {
            RowBatch batch = batches.startRow(set, row);
            if (cells != row && keepsOriginals) {
                batch.original(OriginalRow.json(row, model(), field -> !isList(shape, field)));
            }
            byte[] bytes = cells.bytes();
            for (int field : shape.fields) {
                if (field >= 0) {
                    batch.cell(cells.kind(field), bytes, cells.start(field), cells.end(field));
                } else {
                    RowShape.Constant constant = shape.constants.get(-1 - field);
                    batch.cell(constant.kind(), constant.bytes(), 0, constant.bytes().length);
                }
            }
            batches.endRow(set, batch);
        }
        for (int i = 0; i < shape.joinFields.length; i++) {
            if (shape.joinFields[i] >= 0) {
                joins.get(i).take(row, shape.joinFields[i], batches);
            }
        }
    }

    private BackupRow staged(BackupRow row) {
        if (staged == null) {
            return row;
        }
        staged.of(row);
        return staged;
    }

    private RowShape.@Nullable Misfit unfit() {
        return staged == null
                ? null
                : staged.unfit()
                        .map(why -> new RowShape.Misfit(why.column(), why.sqlState(), why.reason(), why.setAside()))
                        .orElse(null);
    }

    /** Returns what is wrong with a record that has two keys, null where there is nothing. */
    private static RowShape.@Nullable Misfit otherKey(BackupRow cells, RowShape shape) {
        for (int field : shape.repeatedKeys) {
            if (cells.kind(field) != ValueKind.NULL && !isSameKey(cells, field)) {
                return new RowShape.Misfit(
                        cells.name(field),
                        null,
                        "the record's key (" + cells.name(0) + ") and " + cells.name(field)
                                + " are one column and differ; correct the one that is wrong");
            }
        }
        return null;
    }

    private static boolean isSameKey(BackupRow cells, int field) {
        boolean scalar = cells.kind(field) == ValueKind.INTEGER || cells.kind(field) == ValueKind.TEXT;
        return scalar
                && Arrays.equals(
                        cells.bytes(),
                        cells.start(0),
                        cells.end(0),
                        cells.bytes(),
                        cells.start(field),
                        cells.end(field));
    }

    /**
     * Returns the row with its values decoded, or null after refusing it.
     *
     * @param row the row as it stands in the backup
     * @param given the row as it goes on
     */
    private @Nullable BackupRow decoded(BackupRow row, BackupRow given, RowShape shape, OpenBatches batches) {
        DecodedRow decoded = shape.decoded;
        @Nullable OtherKinds @Nullable [] looks = shape.checks;
        if (decoded == null && looks == null && shape.repeatedKeys.length == 0) {
            return given;
        }
        try {
            BackupRow cells = decoded == null ? given : decoded.of(given);
            RowShape.Misfit misfit = otherKey(cells, shape);
            if (misfit != null) {
                refuse(row, shape, misfit, batches);
                return null;
            }
            if (looks != null) {
                look(looks, cells);
            }
            return cells;
        } catch (ValueException e) {
            String column = matcher.match(given.name(e.column())).get(0).name();
            refuse(row, shape, new RowShape.Misfit(column, e.getSQLState(), String.valueOf(e.getMessage())), batches);
            return null;
        }
    }

    private static void look(@Nullable OtherKinds[] checks, BackupRow cells) throws ValueException {
        for (int field = 0; field < checks.length; field++) {
            OtherKinds check = checks[field];
            if (check != null) {
                try {
                    check.look(cells.kind(field), cells.bytes(), cells.start(field), cells.end(field));
                } catch (ValueException e) {
                    throw new ValueException(0, field, String.valueOf(e.getMessage()), e.getSQLState());
                }
            }
        }
    }

    /** Refuses a row; what it lists for other tables is taken all the same, so that it is accounted for. */
    private void refuse(BackupRow row, RowShape shape, RowShape.Misfit misfit, OpenBatches batches) {
        Account counted = account;
        if (counted != null) {
            RowError error = new RowError(
                    counted.name(),
                    row.number(),
                    row.location(),
                    row.offset(),
                    misfit.name(),
                    misfit.sqlState(),
                    misfit.reason());
            batches.refuse(
                    counted,
                    plan.source(),
                    error,
                    misfit.setAside() || setsAside,
                    () -> OriginalRow.json(row, model(), field -> !isList(shape, field)));
        }
    }

    private static boolean isList(RowShape shape, int field) {
        return Arrays.stream(shape.joinFields).anyMatch(list -> list == field);
    }

    void damaged(DamagedRow row, OpenBatches batches) {
        Account counted = account;
        if (counted != null) {
            RowError error =
                    new RowError(counted.name(), row.number(), row.location(), row.offset(), null, null, row.reason());
            batches.refuse(counted, plan.source(), error, () -> bytesOf(row));
        }
    }

    private static byte[] bytesOf(DamagedRow row) {
        try (InputStream record = row.open()) {
            return record.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String model() {
        return django ? plan.source() : null;
    }
}
