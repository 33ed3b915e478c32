package dev.restore.backup.rows;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What stands beside rows and says that there are more of them elsewhere, in the words that answers of web services have for it: the
 * address of the next page, a flag, or a total.
 */
final class PageMarks {

    private static final Set<String> IF_THERE = Set.of(
            "next",
            "nextpage",
            "nextlink",
            "odatanextlink",
            "nextpageurl",
            "nextrecordsurl",
            "nextpagetoken",
            "nexttoken",
            "nextcursor",
            "nextoffset",
            "continuation",
            "continuationtoken",
            "lastevaluatedkey");
    private static final Set<String> IF_TRUE =
            Set.of("hasmore", "hasnext", "hasnextpage", "truncated", "istruncated", "exceededtransferlimit");
    private static final Set<String> IF_FALSE = Set.of("islastpage", "last", "done");
    private static final Set<String> TOTALS = Set.of(
            "total",
            "count",
            "rowsbeforelimitatleast",
            "filteredtablerowscount",
            "totalcount",
            "totalitems",
            "totalelements",
            "totalsize",
            "totalrows",
            "totalresults",
            "totalrecords",
            "recordstotal",
            "numfound");
    private static final Set<String> HOLDERS =
            Set.of("links", "meta", "metadata", "page", "pageinfo", "pagination", "paging");
    private static final int LONGEST = 18;

    private final Map<String, Long> totals = new LinkedHashMap<>();
    private final Map<String, String> found = new LinkedHashMap<>();

    /** Returns whether an object of this name tells of pages, where it is not a row itself. */
    static boolean areIn(String name) {
        return HOLDERS.contains(word(name));
    }

    /**
     * Looks at a value that is no row.
     *
     * @param name its field
     * @param place where it is, for people
     */
    void see(String name, String place, JsonToken token, JsonParser parser) {
        String word = word(name);
        if (says(word, token, parser)) {
            found.put(place, "which says that there are more rows than these: this is one page of several");
        } else if (TOTALS.contains(word)
                && token == JsonToken.VALUE_NUMBER_INT
                && parser.getStringLength() <= LONGEST) {
            totals.put(place, parser.getLongValue());
        }
    }

    /** Returns whether a field of this name is a total. */
    static boolean isTotal(String name) {
        return TOTALS.contains(word(name));
    }

    /** Looks into a total that is an object with its value, which the parser is at the start of. */
    void total(String place, JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("value") && token == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= LONGEST) {
                totals.put(place, parser.getLongValue());
            }
            parser.skipChildren();
        }
    }

    /** Looks into an object beside rows, which the parser is at the start of, and into those in it. */
    void look(String place, JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            String inner = place + "." + name;
            see(name, inner, token, parser);
            if (token == JsonToken.START_OBJECT && areIn(name)) {
                look(inner, parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static boolean says(String word, JsonToken token, JsonParser parser) {
        return switch (token) {
            case VALUE_TRUE -> IF_TRUE.contains(word);
            case VALUE_FALSE -> IF_FALSE.contains(word);
            case VALUE_STRING -> IF_THERE.contains(word) && parser.getStringLength() > 0;
            case VALUE_NUMBER_INT, START_OBJECT -> IF_THERE.contains(word);
            default -> false;
        };
    }

    private static String word(String name) {
        StringBuilder word = new StringBuilder();
        name.toLowerCase(Locale.ROOT)
                .chars()
                .filter(Character::isLetterOrDigit)
                .forEach(letter -> word.append((char) letter));
        return word.toString();
    }

    /**
     * Returns what was found, by its place.
     *
     * @param rows the rows of the only table, empty where there are several tables, of which no total is known
     */
    Map<String, String> found(OptionalLong rows) {
        Map<String, String> all = new LinkedHashMap<>(found);
        if (rows.isPresent()) {
            totals.forEach((place, total) -> {
                if (total > rows.getAsLong()) {
                    all.put(place, "which says that there are " + total + " rows: this is one page of several");
                }
            });
        }
        return all;
    }
}
