package dev.restore.engine.value;

import dev.restore.backup.ObjectForm;
import dev.restore.backup.WrittenForm;
import dev.restore.backup.WrittenForms;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.BinaryValues;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import dev.restore.dialect.value.NumberValues;
import dev.restore.plan.EpochUnit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes values out of the objects of MongoDB's extended JSON, in its canonical, its relaxed and its old form. Values of other kinds
 * stay what they are. Stateless.
 */
final class ExtendedJson implements CellDecoder {

    private static final String STATE = "22018";

    private final TypeFamily family;
    private final CellDecoder milliseconds;

    /** Creates a decoder for a column of a family. */
    ExtendedJson(TypeFamily family) {
        this.family = family;
        this.milliseconds = new EpochDecoder(
                EpochUnit.MILLISECONDS, family == TypeFamily.DATE ? family : TypeFamily.TIMESTAMP_WITH_ZONE);
    }

    /** Returns whether a column of a family can hold the values of all forms of extended JSON that were seen. */
    static boolean fits(WrittenForms forms, TypeFamily family) {
        return forms.counts().keySet().stream().allMatch(form -> fits(form, family));
    }

    private static boolean fits(WrittenForm form, TypeFamily family) {
        boolean text = family == TypeFamily.TEXT || family == TypeFamily.ANY;
        return switch (form) {
            case OBJECT_ID -> text;
            case UUID_OBJECT, UUID_BINARY ->
                text || family == TypeFamily.UUID || (family == TypeFamily.BINARY && form == WrittenForm.UUID_BINARY);
            case DATE_OBJECT ->
                text
                        || family == TypeFamily.DATE
                        || family == TypeFamily.TIMESTAMP
                        || family == TypeFamily.TIMESTAMP_WITH_ZONE;
            case NUMBER_OBJECT ->
                text || family == TypeFamily.INTEGER || family == TypeFamily.DECIMAL || family == TypeFamily.FLOAT;
            case BINARY_OBJECT -> family == TypeFamily.BINARY;
            case OTHER_EXTENDED -> false;
            default -> true;
        };
    }

    @Override
    public OneCell decode(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.OBJECT) {
            return value;
        }
        byte[] bytes = value.bytes();
        WrittenForm form = ObjectForm.form(bytes, value.start(0, 0), value.end(0, 0));
        Map<String, OneCell> fields = fields(value);
        if (!ObjectForm.standsForValue(form) || !fits(form, family)) {
            throw refuse(value);
        }
        return switch (form) {
            case OBJECT_ID -> objectId(value, fields);
            case DATE_OBJECT -> date(value, fields);
            case NUMBER_OBJECT -> number(value, fields);
            case UUID_OBJECT -> uuid(value, one(value, fields, "$uuid"));
            case UUID_BINARY, BINARY_OBJECT -> binary(value, fields, form);
            default -> throw refuse(value);
        };
    }

    private static Map<String, OneCell> fields(OneCell value) throws ValueException {
        JsonText json = new JsonText(value.bytes(), value.start(0, 0), value.end(0, 0));
        Map<String, OneCell> fields = new LinkedHashMap<>();
        json.take('{');
        do {
            byte[] name = json.takeString();
            if (name == null || !json.take(':')) {
                throw refuse(value);
            }
            fields.put(new String(name, StandardCharsets.UTF_8), json.takeCell());
        } while (json.take(','));
        return fields;
    }

    private static OneCell one(OneCell value, Map<String, OneCell> fields, String name) throws ValueException {
        OneCell cell = fields.get(name);
        if (fields.size() != 1 || cell == null) {
            throw refuse(value);
        }
        return cell;
    }

    private static OneCell objectId(OneCell value, Map<String, OneCell> fields) throws ValueException {
        OneCell id = one(value, fields, "$oid");
        if (id.kind() != ValueKind.TEXT || !Cells.characters(id, 0, 0).matches("[0-9A-Fa-f]{24}")) {
            throw refuse(value);
        }
        return id;
    }

    private OneCell date(OneCell value, Map<String, OneCell> fields) throws ValueException {
        OneCell date = one(value, fields, "$date");
        return switch (date.kind()) {
            // The old form counts milliseconds.
            case INTEGER -> milliseconds.decode(date);
            case TEXT -> date;
            case OBJECT -> milliseconds.decode(whole(value, one(value, fields(date), "$numberLong")));
            default -> throw refuse(value);
        };
    }

    private static OneCell whole(OneCell value, OneCell digits) throws ValueException {
        String text = Cells.characters(digits, 0, 0);
        if (!text.matches("-?[0-9]{1,19}")) {
            throw refuse(value);
        }
        return new OneCell(ValueKind.INTEGER, digits.bytes(), digits.start(0, 0), digits.end(0, 0));
    }

    private static OneCell number(OneCell value, Map<String, OneCell> fields) throws ValueException {
        if (fields.size() != 1) {
            throw refuse(value);
        }
        Map.Entry<String, OneCell> only = fields.entrySet().iterator().next();
        OneCell digits = only.getValue();
        boolean whole = only.getKey().equals("$numberInt") || only.getKey().equals("$numberLong");
        if (whole) {
            return whole(value, digits);
        }
        String text = Cells.characters(digits, 0, 0);
        if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
            return digits;
        }
        if (!NumberValues.isNumber(digits, 0, 0)) {
            throw refuse(value);
        }
        ValueKind kind = JsonText.isWhole(digits.bytes(), digits.start(0, 0), digits.end(0, 0))
                ? ValueKind.INTEGER
                : ValueKind.DECIMAL;
        return new OneCell(kind, digits.bytes(), digits.start(0, 0), digits.end(0, 0));
    }

    private static OneCell uuid(OneCell value, @Nullable OneCell text) throws ValueException {
        String hyphens = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";
        if (text == null
                || text.kind() != ValueKind.TEXT
                || !Cells.characters(text, 0, 0).matches(hyphens)) {
            throw refuse(value);
        }
        return text;
    }

    /** The old form has the base64 beside the type, the newer one within. */
    private OneCell binary(OneCell value, Map<String, OneCell> fields, WrittenForm form) throws ValueException {
        OneCell base64 = fields.get("$binary");
        boolean old = fields.size() == 2 && fields.containsKey("$type");
        if (base64 != null && base64.kind() == ValueKind.OBJECT && fields.size() == 1) {
            Map<String, OneCell> inner = fields(base64);
            base64 = inner.size() == 2 && inner.containsKey("subType") ? inner.get("base64") : null;
        } else if (!old) {
            throw refuse(value);
        }
        if (base64 == null || base64.kind() != ValueKind.TEXT) {
            throw refuse(value);
        }
        byte[] bytes = BinaryValues.bytes(BytesDecoder.base64(base64), 0, 0);
        if (form == WrittenForm.BINARY_OBJECT || family == TypeFamily.BINARY) {
            return BytesDecoder.cell(bytes);
        }
        if (bytes.length != 16) {
            throw refuse(value);
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        String uuid = new UUID(halves.getLong(), halves.getLong()).toString();
        return OneCell.text(uuid.getBytes(StandardCharsets.US_ASCII));
    }

    private static ValueException refuse(OneCell value) {
        return Cells.refuse(value, 0, 0, "is not a value of extended JSON that the column can hold", STATE);
    }
}
