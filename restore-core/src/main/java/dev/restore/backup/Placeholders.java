package dev.restore.backup;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the texts of files for a value that is only known when they are read: files that people write, as for tests. One moment
 * for all of them. Anywhere in a text, and in the texts within an array or object:
 *
 * <ul>
 *   <li><code>${now}</code>: that moment, to the second and with its offset; <code>${now-3d}</code> and
 *       <code>${now+1d-12h}</code> one before or after it, by {@code y}, {@code mo}, {@code w}, {@code d}, {@code h}, {@code m}, {@code s};
 *   <li><code>${today}</code>: its day; <code>${today-1mo}</code> one before or after it, by {@code y}, {@code mo}, {@code w}, {@code d};
 *   <li><code>${uuid}</code>: a UUID of its own at each place and in each load; <code>${uuid:alice}</code> always the same for this name, that of
 *       {@link UUID#nameUUIDFromBytes} of its UTF-8;
 *   <li><code>${env:NAME}</code>: a variable of the environment, which must be set;
 *   <li><code>$${</code>: the two characters <code>${</code>.
 * </ul>
 *
 * <p>A dollar sign before anything else is one. Anything else between <code>${</code> and <code>}</code> is an error of the file. Safe for use
 * by several threads.
 */
public final class Placeholders {

    private static final String BEGIN = "${";
    private static final String ESCAPED = "$${";
    private static final Pattern AMOUNT = Pattern.compile("([+-])(\\d{1,6})(mo|[ywdhms])");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    private final ZonedDateTime now;
    private final Map<String, String> environment;
    private final UUID salt = UUID.randomUUID();
    private volatile boolean timed;

    private Placeholders(Instant now, ZoneId zone, Map<String, String> environment) {
        this.now = now.truncatedTo(ChronoUnit.SECONDS).atZone(zone);
        this.environment = environment;
    }

    /**
     * Makes a moment that of all placeholders, with the variables of this process.
     *
     * @param now the moment
     * @param zone in which days begin, and whose offset <code>${now}</code> has
     */
    public static Placeholders at(Instant now, ZoneId zone) {
        return new Placeholders(
                Objects.requireNonNull(now, "now"), Objects.requireNonNull(zone, "zone"), System.getenv());
    }

    /** Makes this moment that of all placeholders, in UTC. */
    public static Placeholders now() {
        return at(InstantSource.system().instant(), ZoneOffset.UTC);
    }

    static Placeholders at(Instant now, ZoneId zone, Map<String, String> environment) {
        return new Placeholders(now, zone, environment);
    }

    /** Returns the moment. */
    public Instant moment() {
        return now.toInstant();
    }

    /** Returns whether a value was filled in so far that is another one at another moment. */
    public boolean timed() {
        return timed;
    }

    /**
     * Fills a text.
     *
     * @param place where the text stands: files are read several times, each time with the same UUIDs at the same places
     * @param json whether it is JSON, so that values are written as within a string of it
     * @return the text with values for placeholders, the same object where it has none
     * @throws IllegalArgumentException when something is none; the message names it, and quotes no value
     */
    public String fill(String text, String place, boolean json) {
        int at = text.indexOf(BEGIN);
        if (at < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int done = 0;
        while (at >= 0) {
            boolean escaped = at > done && text.startsWith(ESCAPED, at - 1);
            if (escaped) {
                filled.append(text, done, at - 1).append(BEGIN);
                done = at + BEGIN.length();
            } else {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new IllegalArgumentException(
                            "a placeholder begins with ${ and has no end; write $${ for ${ itself");
                }
                String value = value(text.substring(at + BEGIN.length(), end), place + "/" + at);
                filled.append(text, done, at).append(json ? escaped(value) : value);
                done = end + 1;
            }
            at = text.indexOf(BEGIN, done);
        }
        return filled.append(text, done, text.length()).toString();
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private String value(String name, String place) {
        try {
            if (name.equals("uuid")) {
                return named(salt + place);
            }
            if (name.startsWith("uuid:") && isName(name.substring(5))) {
                return named(name.substring(5));
            }
            if (name.startsWith("env:") && isName(name.substring(4))) {
                String value = environment.get(name.substring(4));
                if (value == null) {
                    throw new IllegalArgumentException(
                            quoted(name) + " names a variable of the environment that is not set");
                }
                return value;
            }
            if (name.startsWith("now")) {
                ZonedDateTime moment = moved(name, name.substring(3), "ymowdhms");
                return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.from(moment));
            }
            if (name.startsWith("today")) {
                return LocalDate.from(moved(name, name.substring(5), "ymowd")).toString();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(quoted(name) + " is too far away", e);
        }
        throw unknown(name);
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private ZonedDateTime moved(String name, String amounts, String units) {
        ZonedDateTime moment = now;
        Matcher amount = AMOUNT.matcher(amounts);
        int at = 0;
        while (at < amounts.length()) {
            amount.region(at, amounts.length());
            if (!amount.lookingAt() || !units.contains(amount.group(3))) {
                throw unknown(name);
            }
            int number = Integer.parseInt(amount.group(1) + amount.group(2));
            moment = switch (amount.group(3)) {
                case "y" -> moment.plus(Period.ofYears(number));
                case "mo" -> moment.plus(Period.ofMonths(number));
                case "w" -> moment.plus(Period.ofWeeks(number));
                case "d" -> moment.plus(Period.ofDays(number));
                case "h" -> moment.plusHours(number);
                case "m" -> moment.plusMinutes(number);
                default -> moment.plusSeconds(number);
            };
            at = amount.end();
        }
        timed = true;
        return moment;
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(quoted(name)
                + " is not a placeholder: there are ${now-3d}, ${today+1mo}, ${uuid}, ${uuid:name} and ${env:NAME}; write $${"
                + " for ${ itself");
    }

    private static String quoted(String name) {
        return "${" + (name.length() > 60 ? name.substring(0, 60) + "..." : name) + "}";
    }
}
