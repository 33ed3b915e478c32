package dev.restore.engine.value;

import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.WrittenForm;
import dev.restore.backup.WrittenForms;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.options.ValueRules;
import dev.restore.plan.BinaryText;
import dev.restore.plan.Decoding;
import dev.restore.plan.EpochUnit;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.ValueCheck;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the values of a field stand for: once for all of them, by the forms of those that were surveyed. What is not clear
 * is left to the caller to say. Stateless apart from the caller's rules.
 */
public final class DecodingPlanner {

    /** No day as seconds has fewer digits, except for the first two days of all. */
    private static final int DIGITS_OF_DAYS = 5;

    /** Fewer may be the numbers of made-up rows. */
    private static final int FEWEST_DIGITS_OF_DAYS = 4;

    private static final int CALENDAR_DAY_DIGITS = 8;

    private static final int CALENDAR_TIME_DIGITS = 14;

    /** Milliseconds have so many digits at most up to the year 9999. */
    private static final int DIGITS_OF_MILLISECONDS = 15;

    private static final int DIGITS_OF_MICROSECONDS = 17;

    private static final String BINARY_REMEDY =
            "Say how they are written (binaryText, --binary-text %s=hex or %s=base64).";

    private final ValueRules rules;
    private final boolean ownFormat;
    private final boolean django;
    private final boolean typesAreHints;

    /**
     * Creates a planner for one backup and one target.
     *
     * @param ownFormat whether the backup is in the library's own format, in which a column is written in one way
     * @param django whether it is a Django dump, which has bytes in base64
     * @param typesAreHints whether the target keeps values of any kind in any column
     */
    public DecodingPlanner(ValueRules rules, boolean ownFormat, boolean django, boolean typesAreHints) {
        this.rules = rules;
        this.django = django;
        this.ownFormat = ownFormat;
        this.typesAreHints = typesAreHints;
    }

    /**
     * What was decided.
     *
     * @param decoding what the values stand for
     * @param words how they change their form on the way, null for the usual words
     * @param note what the user should know, null for nothing
     * @param unclear why it cannot be decided, a sentence, null when it is
     * @param remedy what the user can do about that
     */
    public record Decision(
            Decoding decoding,
            @Nullable String words,
            @Nullable String note,
            @Nullable String unclear,
            String remedy) {

        public static Decision of(Decoding decoding) {
            return new Decision(decoding, null, null, null, "");
        }

        public static Decision of(Decoding decoding, String words) {
            return new Decision(decoding, words, null, null, "");
        }

        Decision with(String said) {
            return new Decision(decoding, words, said, null, "");
        }

        static Decision unclear(String why, String remedy) {
            return new Decision(Decoding.NONE, null, null, why, remedy);
        }
    }

    /** Decides for one field. */
    public Decision decide(SurveyedField field, Table table, Column column) {
        String place = table.name().name() + "." + column.name();
        Optional<Decision> objects = objects(field, column, place);
        if (objects.isPresent()) {
            return objects.get();
        }
        return switch (column.type().family()) {
            case BINARY -> bytes(field.forms(), table, column, place);
            case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> time(field, table, column, place);
            default -> Decision.of(Decoding.NONE);
        };
    }

    /**
     * Decides what is looked for among the values of a field.
     *
     * @param complete whether all values were surveyed, so that nothing is left to find
     */
    public ValueCheck check(Column column, Decoding decoding, boolean complete) {
        TypeFamily family = column.type().family();
        boolean declared = DeclaredKind.of(family).isPresent();
        boolean bytes = decoding == Decoding.DJANGO_BYTES;
        if (typesAreHints && (declared || bytes)) {
            if (rules.strictTypes()) {
                return ValueCheck.REFUSE_OTHER_KINDS;
            }
            return (complete && !bytes && !isSeenLater(decoding)) || isAsItWas(family)
                    ? ValueCheck.NONE
                    : ValueCheck.COUNT_OTHER_KINDS;
        }
        boolean documents = family == TypeFamily.TEXT
                || family == TypeFamily.ANY
                || family == TypeFamily.OTHER
                || (family == TypeFamily.BINARY && typesAreHints);
        return documents && !complete && !ownFormat && decoding != Decoding.EXTENDED_JSON
                ? ValueCheck.STAND_INS
                : ValueCheck.NONE;
    }

    /** Returns whether only what the values become shows whether they are of another kind. */
    private static boolean isSeenLater(Decoding decoding) {
        return decoding == Decoding.DJANGO_DURATION || decoding == Decoding.EXTENDED_JSON;
    }

    /** Returns whether texts are what another database of the same kind held: some have {@code t} and {@code f} for booleans. */
    private boolean isAsItWas(TypeFamily family) {
        return ownFormat && family == TypeFamily.BOOLEAN;
    }

    /** Says which texts of a field were seen that its column is not declared for; empty where there are none. */
    public Optional<String> otherKinds(
            SurveyedField field, Table table, Column column, Decoding decoding, boolean complete) {
        if (!typesAreHints
                || rules.strictTypes()
                || isSeenLater(decoding)
                || isAsItWas(column.type().family())) {
            return Optional.empty();
        }
        WrittenForms forms = field.forms();
        long others = switch (decoding) {
            case HEX_AMONG_TEXTS, BASE64_AMONG_TEXTS -> forms.count(WrittenForm.NOT_BYTES);
            case TEXTS -> DeclaredKind.texts(forms) - forms.count(WrittenForm.NO_BYTES);
            default ->
                DeclaredKind.of(column.type().family())
                        .map(kind -> kind.others(forms))
                        .orElse(0L);
        };
        String amount = complete ? OtherKinds.amount(others) : "Texts among the first rows";
        return others > 0
                ? Optional.of(OtherKinds.sentence(amount, table.name().name() + "." + column.name(), column))
                : Optional.empty();
    }

    /** Decides for a field that no row had which was surveyed. */
    public Assignment unseen(String name, Table table, Column column) {
        SurveyedField field =
                new SurveyedField(name, 0, Set.of(ValueKind.INTEGER, ValueKind.TEXT), WrittenForms.none());
        Decoding decoding = decide(field, table, column).decoding();
        return new Assignment(name, column, "", decoding, check(column, decoding, false));
    }

    /** Returns the choice for a column, by the names that the caller used, or the choice for all columns. */
    static <T> @Nullable T choice(Map<String, T> single, @Nullable T all, Table table, Column column) {
        for (Map.Entry<String, T> entry : single.entrySet()) {
            if (names(entry.getKey(), table, column)) {
                return entry.getValue();
            }
        }
        return all;
    }

    /** Returns whether a place as an option spells it, {@code table.column}, means that column. */
    public static boolean names(String place, Table table, Column column) {
        int dot = place.lastIndexOf('.');
        return NameMatch.isSpelled(table.name(), place.substring(0, dot))
                && column.name().equalsIgnoreCase(place.substring(dot + 1));
    }

    private Decision bytes(WrittenForms forms, Table table, Column column, String place) {
        BinaryText said = choice(rules.binaryTexts(), rules.binaryText(), table, column);
        if (said != null) {
            return said == BinaryText.HEX
                    ? Decision.of(Decoding.HEX, "hex to bytes")
                    : Decision.of(Decoding.BASE64, "base64 to bytes");
        }
        return ownFormat || django ? Decision.of(Decoding.NONE) : bytes(forms, place);
    }

    private Decision bytes(WrittenForms forms, String place) {
        boolean base64 = forms.any(WrittenForm.BASE64, WrittenForm.WORD_OR_BASE64, WrittenForm.UNPADDED_BASE64);
        boolean backslash = forms.any(WrittenForm.BACKSLASH_HEX);
        boolean hex = forms.any(WrittenForm.PREFIXED_HEX, WrittenForm.HEX, WrittenForm.PREFIXED_HEX_OR_BASE64);
        boolean either = forms.any(WrittenForm.HEX_OR_BASE64);
        boolean bytes = base64 || backslash || hex || either;
        boolean other = forms.any(WrittenForm.NOT_BYTES);
        if (forms.any(WrittenForm.ESCAPED_BYTES)) {
            return Decision.of(Decoding.ESCAPED_BYTES, "\\xHH within text to bytes");
        }
        if (forms.any(WrittenForm.LABELLED_BASE64)) {
            return bytes
                    ? unclear("some texts are base64 after a label and others are not", place)
                    : Decision.of(Decoding.LABELLED_BASE64, "base64 after a label to bytes");
        }
        boolean amongTexts = other && typesAreHints && !rules.strictTypes();
        if (amongTexts && !bytes) {
            return Decision.of(Decoding.TEXTS, "texts stay texts");
        }
        if (amongTexts && !forms.any(WrittenForm.BACKSLASH_HEX, WrittenForm.PREFIXED_HEX, WrittenForm.BASE64)) {
            return unclear("some texts could be hex or base64, and others are neither", place);
        }
        if (base64) {
            return hex
                    ? unclear("some texts are hex and others are base64", place)
                    : base64(either, forms.any(WrittenForm.UNPADDED_BASE64), amongTexts, place);
        }
        if (either && !hex) {
            return unclear("texts could be hex as well as base64", place);
        }
        if (hex || backslash) {
            return hex(forms.any(WrittenForm.HEX, WrittenForm.HEX_OR_BASE64), amongTexts, place);
        }
        return Decision.of(other ? Decoding.BASE64 : Decoding.CERTAIN_BYTES);
    }

    private static Decision hex(boolean bare, boolean amongTexts, String place) {
        Decision decided = Decision.of(amongTexts ? Decoding.HEX_AMONG_TEXTS : Decoding.HEX, "hex to bytes");
        return bare
                ? decided.with("Texts for " + place + " are taken for hex, as some of them cannot be base64.")
                : decided;
    }

    private Decision base64(boolean either, boolean unpadded, boolean amongTexts, String place) {
        // A database that keeps to its types checks canonical base64 itself.
        Decoding decoding =
                amongTexts ? Decoding.BASE64_AMONG_TEXTS : typesAreHints || unpadded ? Decoding.BASE64 : Decoding.NONE;
        Decision decided = Decision.of(decoding, "base64 to bytes");
        return either
                ? decided.with("Texts for " + place
                        + " are taken for base64, as some of them cannot be hex; others could" + " be hex, too.")
                : decided;
    }

    private static Decision unclear(String why, String place) {
        return Decision.unclear(
                "It is not clear how the bytes for " + place + " are written: " + why + ".",
                BINARY_REMEDY.formatted(place, place));
    }

    private Decision time(SurveyedField field, Table table, Column column, String place) {
        EpochUnit said = choice(rules.epochUnits(), rules.epochUnit(), table, column);
        int digits = field.forms().mostDigits();
        if (said != null) {
            Decoding decoding = switch (said) {
                case DAYS -> Decoding.EPOCH_DAYS;
                case SECONDS -> Decoding.EPOCH_SECONDS;
                case MILLISECONDS -> Decoding.EPOCH_MILLISECONDS;
                case MICROSECONDS -> Decoding.EPOCH_MICROSECONDS;
                case NANOSECONDS -> Decoding.EPOCH_NANOSECONDS;
            };
            return field.kinds().contains(ValueKind.INTEGER) || field.kinds().contains(ValueKind.DECIMAL)
                    ? Decision.of(decoding, "epoch " + EpochDecoder.words(said) + " to a time")
                    : Decision.of(decoding);
        }
        TypeFamily family = column.type().family();
        if (typesAreHints || ownFormat || family == TypeFamily.TIME || family == TypeFamily.TIME_WITH_ZONE) {
            return Decision.of(Decoding.NONE);
        }
        if (family == TypeFamily.DATE && digits > 1 && digits <= DIGITS_OF_DAYS) {
            return implausible(place, EpochUnit.DAYS, "would be seconds of the first days of 1970");
        }
        if (family != TypeFamily.DATE && digits >= FEWEST_DIGITS_OF_DAYS && digits <= DIGITS_OF_DAYS) {
            return implausible(place, EpochUnit.DAYS, "would be seconds of the first days of 1970");
        }
        if (field.forms().any(WrittenForm.CALENDAR_DIGITS)
                && (digits == CALENDAR_DAY_DIGITS || digits == CALENDAR_TIME_DIGITS)) {
            return Decision.unclear(
                    "Numbers for " + place + " look like the digits of a calendar day, and would be "
                            + (digits == CALENDAR_DAY_DIGITS
                                    ? "seconds of the year 1970."
                                    : "milliseconds of the years from 2286 on."),
                    "Write them in ISO 8601 form, or say what they count (epochUnit, --epoch-unit " + place
                            + "=seconds or =milliseconds).");
        }
        if (digits > DIGITS_OF_MILLISECONDS) {
            return implausible(
                    place,
                    digits <= DIGITS_OF_MICROSECONDS ? EpochUnit.MICROSECONDS : EpochUnit.NANOSECONDS,
                    "would be milliseconds after the year 9999");
        }
        return Decision.of(Decoding.NONE);
    }

    private static Decision implausible(String place, EpochUnit unit, String otherwise) {
        String word = EpochDecoder.words(unit);
        return Decision.unclear(
                "Numbers for " + place + " " + otherwise + "; they are probably " + word + ".",
                "Say what they count (epochUnit, --epoch-unit " + place + "=" + word + ")"
                        + (unit == EpochUnit.DAYS
                                ? "; if a spreadsheet counted the days from 1900, write them in ISO 8601 form."
                                : "."));
    }

    /** Decides for a field with objects that may stand for something else; empty where there are none. */
    private Optional<Decision> objects(SurveyedField field, Column column, String place) {
        TypeFamily family = column.type().family();
        if (!field.kinds().contains(ValueKind.OBJECT) || family == TypeFamily.JSON || ownFormat) {
            return Optional.empty();
        }
        WrittenForms forms = field.forms();
        boolean plain = forms.any(WrittenForm.PLAIN_OBJECT);
        boolean indexed = forms.any(WrittenForm.INDEXED_BYTES);
        boolean extended = forms.any(
                WrittenForm.OBJECT_ID,
                WrittenForm.DATE_OBJECT,
                WrittenForm.NUMBER_OBJECT,
                WrittenForm.UUID_BINARY,
                WrittenForm.BINARY_OBJECT,
                WrittenForm.UUID_OBJECT,
                WrittenForm.OTHER_EXTENDED);
        boolean buffer = forms.any(WrittenForm.BUFFER);
        if (family == TypeFamily.BINARY && (buffer || indexed) && !plain && !extended) {
            return Optional.of(Decision.of(Decoding.BYTE_OBJECTS, "lists of bytes to bytes"));
        }
        if (!extended && !buffer) {
            return Optional.empty();
        }
        if (plain || buffer || indexed || !ExtendedJson.fits(forms, family)) {
            return Optional.of(Decision.unclear(
                    "Field " + field.name() + " has objects that stand for "
                            + (extended ? "values of extended JSON" : "bytes (Buffer)") + ", which column " + place
                            + " ("
                            + column.type() + ") cannot hold" + (plain ? " beside other objects" : "") + ".",
                    "Map the field to another column, or change the column's type."));
        }
        return Optional.of(Decision.of(Decoding.EXTENDED_JSON, "extended JSON to its values"));
    }
}
