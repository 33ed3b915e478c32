package dev.restore.backup;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * In which forms the values of a field were written. Immutable.
 *
 * @param counts how many values had each form; those of bytes are not counted any more where it is clear that a field holds none
 * @param mostDigits how many digits the longest number has before its point, 0 where there is none
 */
public record WrittenForms(Map<WrittenForm, Long> counts, int mostDigits) {

    private static final WrittenForms NONE = new WrittenForms(Map.of(), 0);

    public WrittenForms {
        Objects.requireNonNull(counts, "counts");
        counts = Map.copyOf(counts);
    }

    /** Returns the forms of no value at all. */
    public static WrittenForms none() {
        return NONE;
    }

    /** Returns how many values had this form. */
    public long count(WrittenForm form) {
        return counts.getOrDefault(form, 0L);
    }

    /** Returns whether a value had one of these forms. */
    public boolean any(WrittenForm... forms) {
        for (WrittenForm form : forms) {
            if (counts.containsKey(form)) {
                return true;
            }
        }
        return false;
    }

    /** Adds up the forms of one field. Used by one thread. */
    public static final class Builder {

        /** Creates one that has seen nothing. */
        public Builder() {}

        /** A field of which so many texts were looked at, and most are not bytes, holds something else. */
        private static final int ENOUGH = 64;

        private final long[] counts = new long[WrittenForm.values().length];
        private long texts;
        private long otherTexts;
        private int mostDigits;

        @SuppressWarnings("EnumOrdinal") // an index within one reading
        private void count(WrittenForm form) {
            counts[form.ordinal()]++;
        }

        public void text(byte[] bytes, int start, int end) {
            count(ValueText.form(bytes, start, end));
            if (texts >= ENOUGH && 2 * otherTexts > texts) {
                return;
            }
            texts++;
            WrittenForm form = BytesText.form(bytes, start, end);
            if (form == WrittenForm.NOT_BYTES) {
                otherTexts++;
            }
            count(form);
        }

        public void object(byte[] bytes, int start, int end) {
            count(ObjectForm.form(bytes, start, end));
        }

        public void array(byte[] bytes, int start, int end) {
            if (end - start > 1 && bytes[start + 1] == '[') {
                count(WrittenForm.LIST_OF_LISTS);
            }
        }

        public void integer(byte[] bytes, int start, int end) {
            mostDigits = Math.max(mostDigits, bytes[start] == '-' ? end - start - 1 : end - start);
            if (ValueText.isCalendarDigits(bytes, start, end)) {
                count(WrittenForm.CALENDAR_DIGITS);
            }
        }

        public void decimal(byte[] bytes, int start, int end) {
            int point = start;
            while (point < end && bytes[point] != '.') {
                if ((bytes[point] | 0x20) == 'e') {
                    return;
                }
                point++;
            }
            mostDigits = Math.max(mostDigits, bytes[start] == '-' ? point - start - 1 : point - start);
        }

        public WrittenForms build() {
            Map<WrittenForm, Long> seen = new EnumMap<>(WrittenForm.class);
            WrittenForm[] forms = WrittenForm.values();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    seen.put(forms[i], counts[i]);
                }
            }
            return new WrittenForms(seen, mostDigits);
        }
    }
}
