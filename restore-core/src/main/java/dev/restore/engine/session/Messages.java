package dev.restore.engine.session;

import dev.restore.catalog.Catalog;
import dev.restore.dialect.BusyException;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.ValueException;
import dev.restore.outcome.Redaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What drivers say, in one line and without the values that they quote: messages end up in logs. What was said in full is logged at
 * TRACE and nowhere else. Used by the thread of its session.
 */
public final class Messages {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    private static final Pattern PASSWORD = Pattern.compile(
            "((?:password|passwd|pwd)=)[^;&\\s\"']*|(://[^/@\\s:]*:)[^/@\\s]+(?=@)", Pattern.CASE_INSENSITIVE);

    private final Dialect.@Nullable Session session;
    private final @Nullable Catalog catalog;
    private @Nullable MessageRedaction redaction;

    /**
     * Creates one for a session.
     *
     * @param catalog whose names may stay; null before it is read, when no statement has touched a row yet
     */
    public Messages(Dialect.@Nullable Session session, @Nullable Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /** Creates one for what fails before there is a session, or has nothing to do with rows. */
    public static Messages beforeRows() {
        return new Messages(null, null);
    }

    /** Returns what a driver says. */
    public String of(SQLException failure) {
        LOG.trace("what the driver said", failure);
        return withoutValues(failure);
    }

    /** Returns whether somebody else holds what the statement needed. */
    public boolean busy(SQLException failure) {
        return Busy.is(failure) || (session != null && session.failures().busy(failure));
    }

    /** Returns what stands for the exception of a driver where others can see it. */
    public SQLException redacted(SQLException failure) {
        return Redaction.of(failure, this::withoutValues);
    }

    /** Returns what a driver says of a row. */
    public String of(SQLException failure, LoadTarget target, Rows rows, int row) {
        LOG.trace("what the driver said of a row", failure);
        return withoutCells(target, rows, row).apply(failure);
    }

    /** Returns what stands for the exception of a driver about a row. */
    public SQLException redacted(SQLException failure, LoadTarget target, Rows rows, int row) {
        return Redaction.of(failure, withoutCells(target, rows, row));
    }

    private String withoutValues(SQLException failure) {
        if (failure instanceof RowException row) {
            return withoutValues(row.failure());
        }
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        if (isOwn(failure)) {
            return message;
        }
        if (session == null || catalog == null) {
            return PASSWORD.matcher(MessageRedaction.firstLine(message)).replaceAll("$1$2" + MessageRedaction.LEFT_OUT);
        }
        MessageRedaction names = redaction;
        if (names == null) {
            names = MessageRedaction.of(catalog);
            redaction = names;
        }
        return session.failures().message(failure, names);
    }

    private static boolean isOwn(SQLException failure) {
        return failure instanceof ValueException
                || failure instanceof SwallowedException
                || failure instanceof SessionException
                || failure instanceof BusyException;
    }

    /** The dialect does not know the row, and what it leaves may quote it all the same. */
    private Function<SQLException, String> withoutCells(LoadTarget target, Rows rows, int row) {
        return failure -> {
            String message = withoutValues(failure);
            if (isOwn(failure)) {
                return message;
            }
            for (int i = 0; i < rows.columns(); i++) {
                int start = rows.start(row, i);
                String value = new String(rows.bytes(), start, rows.end(row, i) - start, StandardCharsets.UTF_8);
                if (!value.isEmpty() && !isName(value, target)) {
                    message = mask(message, value);
                }
            }
            return message;
        };
    }

    private static boolean isName(String value, LoadTarget target) {
        return value.equals(target.table().name().name())
                || target.columns().stream().anyMatch(column -> column.name().equals(value));
    }

    /** Replaces a value where it stands alone, not where its characters are part of a word. */
    private static String mask(String message, String value) {
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        for (int at = message.indexOf(value); at >= 0; at = message.indexOf(value, at + 1)) {
            int end = at + value.length();
            if (at >= copied && !partOfWord(message, at - 1) && !partOfWord(message, end)) {
                masked.append(message, copied, at).append(MessageRedaction.LEFT_OUT);
                copied = end;
            }
        }
        return masked.append(message, copied, message.length()).toString();
    }

    private static boolean partOfWord(String message, int index) {
        return index >= 0
                && index < message.length()
                && (Character.isLetterOrDigit(message.charAt(index)) || message.charAt(index) == '_');
    }
}
