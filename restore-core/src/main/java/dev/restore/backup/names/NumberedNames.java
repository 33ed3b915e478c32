package dev.restore.backup.names;

import java.util.Comparator;

/** Orders names by their characters, and by the numbers in them where these differ: {@code cat-2} before {@code cat-10}. */
public final class NumberedNames {

    /** That order. Names that only differ in the zeros in front of their numbers follow each other by their characters. */
    public static final Comparator<String> ORDER =
            ((Comparator<String>) NumberedNames::compare).thenComparing(Comparator.naturalOrder());

    private NumberedNames() {}

    private static int compare(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            int iEnd = digits(one, i);
            int jEnd = digits(other, j);
            int order;
            if (iEnd > i && jEnd > j) {
                String number = withoutZeros(one.substring(i, iEnd));
                String otherNumber = withoutZeros(other.substring(j, jEnd));
                order = number.length() == otherNumber.length()
                        ? number.compareTo(otherNumber)
                        : Integer.compare(number.length(), otherNumber.length());
                i = iEnd;
                j = jEnd;
            } else {
                order = Character.compare(one.charAt(i++), other.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.length() - i, other.length() - j);
    }

    private static int digits(String name, int from) {
        int end = from;
        while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static String withoutZeros(String digits) {
        return digits.replaceFirst("^0+", "");
    }
}
