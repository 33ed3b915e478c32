package dev.restore.dialect.postgres.read;

import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.ArrayForm;
import dev.restore.dialect.value.CellForms;
import dev.restore.dialect.value.Cells;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;

/** The forms of PostgreSQL's types. */
public final class PostgresForms {

    private static final int SINGLE_PRECISION_BITS = 24;

    /** What ISO 8601 does not know and PostgreSQL shows as it was written. */
    private static final Set<String> OTHER_TIMES = Set.of("infinity", "-infinity", "24:00:00");

    private final CellForms forms;

    public PostgresForms(ZoneId zone) {
        this.forms = new CellForms(zone);
    }

    public CellForm of(PgType type) {
        return switch (type.family()) {
            case FLOAT -> family(type, type.base().equals("float4") ? SINGLE_PRECISION_BITS : 0);
            case TEXT -> forms.of(new ColumnType(type.base(), TypeFamily.TEXT, 0, 0));
            case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> time(family(type, 0));
            case ARRAY -> array(Objects.requireNonNull(type.element()));
            case OTHER -> other(type);
            default -> family(type, 0);
        };
    }

    private CellForm family(PgType type, int size) {
        return forms.of(new ColumnType(type.base(), type.family(), size, 0));
    }

    private CellForm other(PgType type) {
        if (type.kind() == 'e') {
            return CellForms.written();
        }
        return switch (type.base()) {
            case "money" -> forms.of(new ColumnType("numeric", TypeFamily.DECIMAL, 0, 0));
            default -> CellForms.written().uncertain();
        };
    }

    private static CellForm time(CellForm iso) {
        return (rows, row, column, hash) -> {
            int length = rows.end(row, column) - rows.start(row, column);
            if (rows.kind(row, column) == ValueKind.TEXT && length < 40) {
                String text = Cells.characters(rows, row, column);
                if (OTHER_TIMES.contains(text)) {
                    hash.add(text.hashCode());
                    return;
                }
                if (text.endsWith(" BC")) {
                    iso.digest(OneCell.text(beforeChrist(text).getBytes(StandardCharsets.US_ASCII)), 0, 0, hash);
                    return;
                }
            }
            iso.digest(rows, row, column, hash);
        };
    }

    /** ISO 8601 has a year 0, so that 44 BC is the year -43. */
    private static String beforeChrist(String text) {
        int hyphen = text.indexOf('-');
        try {
            int year = 1 - Integer.parseInt(text.substring(0, Math.max(hyphen, 0)));
            return (year < 0 ? "-" : "")
                    + "%04d".formatted(-year)
                    + text.substring(hyphen, text.length() - " BC".length());
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** An array literal is the array that it stands for. */
    private CellForm array(PgType element) {
        ArrayForm form = new ArrayForm(of(element), element.family() == TypeFamily.JSON);
        CellForm read = new LiteralForm(new ArrayDecoder(CellDecoders.of(element), element.delimiter()), form);
        return form.certain() ? read : read.uncertain();
    }

    /** The form of a type whose values a backup may also hold in the way that PostgreSQL shows them. */
    private static final class LiteralForm implements CellForm {

        private final CellDecoder decoder;
        private final CellForm form;
        private final ReadRows decoded = new ReadRows(1);

        LiteralForm(CellDecoder decoder, CellForm form) {
            this.decoder = decoder;
            this.form = form;
        }

        @Override
        public void digest(Rows rows, int row, int column, CellHash hash) throws ValueException {
            if (rows.kind(row, column) != ValueKind.TEXT) {
                form.digest(rows, row, column, hash);
                return;
            }
            decoded.clear();
            try {
                decoder.decode(rows.bytes(), rows.start(row, column), rows.end(row, column), decoded);
            } catch (ValueException e) {
                throw e;
            } catch (SQLException | RuntimeException e) {
                throw Cells.refuse(rows, row, column, "is not an array literal", "22018");
            }
            if (decoded.kind(0, 0) == ValueKind.TEXT) {
                hash.add(decoded.bytes(), decoded.start(0, 0), decoded.end(0, 0));
            } else {
                form.digest(decoded, 0, 0, hash);
            }
        }
    }
}
