package dev.restore.engine.value;

import dev.restore.backup.ObjectForm;
import dev.restore.backup.ValueText;
import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.NumberValues;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.ValueCheck;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values of one field that the database would keep although they are something else than its column is declared for.
 * Used by the reading thread.
 */
public final class OtherKinds {

    private final Column column;
    private final ValueCheck check;
    private final @Nullable DeclaredKind declared;
    private long texts;

    private OtherKinds(Column column, ValueCheck check, @Nullable DeclaredKind declared) {
        this.column = column;
        this.check = check;
        this.declared = declared;
    }

    /** Returns what looks at the values of a field, empty where there is nothing to look for. */
    public static Optional<OtherKinds> of(Assignment assignment) {
        return assignment.check() == ValueCheck.NONE
                ? Optional.empty()
                : Optional.of(new OtherKinds(
                        assignment.column(),
                        assignment.check(),
                        DeclaredKind.of(assignment.column().type().family()).orElse(null)));
    }

    public Column column() {
        return column;
    }

    /**
     * Looks at a value.
     *
     * @throws ValueException when its row must not be stored
     */
    public void look(ValueKind kind, byte[] bytes, int start, int end) throws ValueException {
        switch (kind) {
            case TEXT, RAW_TEXT -> {
                if (check != ValueCheck.STAND_INS
                        && (declared == null || !declared.holds(ValueText.form(bytes, start, end)))) {
                    if (check == ValueCheck.REFUSE_OTHER_KINDS) {
                        throw refuse(kind, "is not a value of the column's type " + column.type());
                    }
                    texts++;
                }
                requireWhole(ValueKind.TEXT, bytes, start, end);
            }
            case BYTES -> {
                if (declared != null && check == ValueCheck.REFUSE_OTHER_KINDS) {
                    throw refuse(kind, "is not a value of the column's type " + column.type());
                }
            }
            case DECIMAL -> requireWhole(kind, bytes, start, end);
            case ARRAY, OBJECT -> {
                if (declared != null || column.type().family() == TypeFamily.BINARY) {
                    throw refuse(kind, "is not a value of the column's type " + column.type());
                }
                if (kind == ValueKind.OBJECT && ObjectForm.standsForValue(ObjectForm.form(bytes, start, end))) {
                    throw refuse(
                            kind,
                            "stands for a value of another kind, which does not appear in the first rows, from which"
                                    + " the plan was made");
                }
            }
            default -> {}
        }
    }

    private void requireWhole(ValueKind kind, byte[] bytes, int start, int end) throws ValueException {
        if (check == ValueCheck.REFUSE_OTHER_KINDS && column.type().family() == TypeFamily.INTEGER) {
            NumberValues.integer(new OneCell(kind, bytes, start, end), 0, 0, 64);
        }
    }

    private static ValueException refuse(ValueKind kind, String clause) {
        return Cells.refuse(new OneCell(kind, new byte[0], 0, 0), 0, 0, clause, "22018");
    }

    /** Returns how many texts of another kind were seen. */
    public long texts() {
        return texts;
    }

    /** Says that texts are something else than their column is declared for. */
    public static String sentence(String amount, String place, Column column) {
        return amount + " in column " + place + " (" + column.type() + ") are not "
                + DeclaredKind.of(column.type().family())
                        .map(DeclaredKind::words)
                        .orElse("bytes")
                + " and are kept as texts.";
    }

    /** Returns a number of texts in words. */
    public static String amount(long texts) {
        return texts == 1 ? "1 text" : texts + " texts";
    }
}
