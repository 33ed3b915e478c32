package dev.restore.dialect.h2;

import dev.restore.dialect.MessageRedaction;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What H2 says, without the values that it quotes. Its messages hold what they are about in quotes, in an order that is the same in
 * every language; what they quote is not escaped, and the statement stands after them.
 */
final class H2Messages {

    private static final String STATEMENT = "; SQL statement:";
    private static final Pattern CODE = Pattern.compile(" \\[\\d{5}-\\d+]\\s*$");
    private static final Pattern FIRST_QUOTED = Pattern.compile("^[^\"]*\"[^\"]*\"");
    private static final Pattern INDEX = Pattern.compile("^[^\"]*\".*? ON [^)]*?\\([^)]*\\)", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("^(.*? REFERENCES .*?\\))[^)]*?\\(.*$", Pattern.DOTALL);

    private H2Messages() {}

    static String withoutValues(SQLException failure, MessageRedaction redaction) {
        if (isRaised(failure)) {
            return MessageRedaction.RAISED;
        }
        String message = Objects.toString(failure.getMessage(), "");
        int statement = message.indexOf(STATEMENT);
        String text = statement < 0 ? CODE.matcher(message).replaceFirst("") : message.substring(0, statement);
        return MessageRedaction.firstLine(withoutValues(Objects.toString(failure.getSQLState(), ""), text, redaction));
    }

    private static String withoutValues(String state, String text, MessageRedaction redaction) {
        return switch (state) {
            // The column, and the check as it is declared.
            case "23502", "23513" -> text;
            // The index, its table and columns, and the values that are there.
            case "23505" -> {
                Matcher index = INDEX.matcher(text);
                yield index.find() ? index.group() + '"' : redaction.quoted(text, true);
            }
            case "23503", "23506" -> {
                Matcher reference = REFERENCE.matcher(text);
                yield reference.matches() ? reference.group(1) + '"' : redaction.quoted(text, true);
            }
            // The column or type comes first.
            case "22001", "22007", "22030" -> {
                Matcher first = FIRST_QUOTED.matcher(text);
                yield first.find()
                        ? first.group() + redaction.quoted(text.substring(first.end()), true)
                        : redaction.quoted(text, true);
            }
            default -> redaction.quoted(text, state.startsWith("22"));
        };
    }

    /** What a trigger throws comes through as it is, with a code that H2 does not have. */
    private static boolean isRaised(SQLException failure) {
        if (failure.getClass().getName().startsWith("org.h2.")) {
            return failure.getErrorCode() == 0;
        }
        return Stream.of(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("org.h2."));
    }
}
