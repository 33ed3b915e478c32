package dev.restore.dialect;

import dev.restore.catalog.Sequence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a default makes texts of the numbers of a sequence: {@code 'N' || nextval('s')} puts a letter before them. Found out from
 * what it makes of a few numbers, so that the numbers can be taken out of texts that are there. Immutable.
 *
 * @param prefix what stands before the number, without zeros that may fill it up
 * @param suffix what stands after it
 */
public record NumberPattern(String prefix, String suffix) {

    /** Longer numbers are none that a sequence hands out. */
    private static final int MAX_DIGITS = 18;

    /** Returns the numbers to try on a default, empty where the sequence has too few or runs backwards. */
    public static List<BigInteger> samples(Sequence sequence) {
        BigInteger first = BigInteger.valueOf(Math.max(1, sequence.minimum()));
        BigInteger last = first.add(BigInteger.valueOf(344));
        return sequence.increment() < 0 || last.compareTo(BigInteger.valueOf(sequence.maximum())) > 0
                ? List.of()
                : List.of(first, first.add(BigInteger.valueOf(22)), last);
    }

    /**
     * Finds the pattern.
     *
     * @param numbers what was tried
     * @param texts what the default made of each
     * @return empty where the texts do not hold the numbers, each in the same place
     */
    public static Optional<NumberPattern> of(List<BigInteger> numbers, List<String> texts) {
        if (numbers.isEmpty() || numbers.size() != texts.size()) {
            return Optional.empty();
        }
        return candidates(numbers.get(0).toString(), texts.get(0)).stream()
                .filter(pattern -> pattern.makes(numbers, texts))
                .findFirst();
    }

    private static List<NumberPattern> candidates(String digits, String text) {
        List<NumberPattern> candidates = new ArrayList<>();
        for (int at = text.indexOf(digits); at >= 0; at = text.indexOf(digits, at + 1)) {
            int end = at;
            while (end > 0 && text.charAt(end - 1) == '0') {
                end--;
            }
            candidates.add(new NumberPattern(text.substring(0, end), text.substring(at + digits.length())));
        }
        return candidates;
    }

    private boolean makes(List<BigInteger> numbers, List<String> texts) {
        for (int i = 0; i < numbers.size(); i++) {
            Pattern whole = Pattern.compile(
                    Pattern.quote(prefix) + "0*" + numbers.get(i) + Pattern.quote(suffix), Pattern.DOTALL);
            if (!whole.matcher(texts.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Returns a regular expression that matches such a text as a whole; its only group is the number. */
    public String expression() {
        return "^" + escaped(prefix) + "([0-9]{1," + MAX_DIGITS + "})" + escaped(suffix) + "$";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
