package dev.restore.outcome;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of rows out of exceptions: drivers and parsers quote them, and exceptions end up in logs. A copy stands for each
 * exception whose text is not known to be free of values: it has the class, SQLSTATE, code and stack trace of the original, and its
 * causes, suppressed and next exceptions are treated the same. Used once.
 */
public final class Redaction {

    /** Those whose exceptions quote paths, addresses and sizes, but nothing of what is read. */
    private static final Set<String> HARMLESS = Set.of(
            "java.io",
            "java.net",
            "java.nio.file",
            "java.nio.charset",
            "java.nio.channels",
            "java.security",
            "java.util.zip",
            "javax.crypto",
            "org.apache.commons.compress.archivers.zip");

    /** A batch may have an exception for each of its rows. */
    private static final int MAX_NEXT = 10;

    private final Function<SQLException, String> words;
    private final IdentityHashMap<Throwable, Throwable> copies = new IdentityHashMap<>();

    private Redaction(Function<SQLException, String> words) {
        this.words = words;
    }

    /** Returns an exception that quotes no values: the same one where it does not, a copy without its text otherwise. */
    public static Throwable of(Throwable failure) {
        return new Redaction(any -> "").redacted(failure);
    }

    /**
     * Returns what a driver said without values.
     *
     * @param words says what an exception says, without the values that it quotes; it is not asked about our own
     */
    public static SQLException of(SQLException failure, Function<SQLException, String> words) {
        return (SQLException) new Redaction(words).redacted(failure);
    }

    /** Returns whether neither an exception nor any that hangs on it can quote a value. */
    static boolean isClean(Throwable failure) {
        return isClean(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isClean(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return true;
        }
        if (!quotesNothing(failure) || !isClean(failure.getCause(), seen)) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!isClean(suppressed, seen)) {
                return false;
            }
        }
        return !(failure instanceof SQLException sql) || isClean(sql.getNextException(), seen);
    }

    private static boolean quotesNothing(Throwable failure) {
        String type = failure.getClass().getName();
        return type.startsWith("dev.restore.")
                || HARMLESS.contains(failure.getClass().getPackageName());
    }

    private Throwable redacted(Throwable failure) {
        Throwable known = copies.get(failure);
        if (known != null) {
            return known;
        }
        if (isClean(failure)) {
            return failure;
        }
        if (failure instanceof RestoreException own) {
            return own.redacted();
        }
        Throwable copy = copy(failure);
        copy.setStackTrace(failure.getStackTrace());
        copies.put(failure, copy);
        Throwable cause = failure.getCause();
        if (cause != null) {
            Throwable clean = redacted(cause);
            if (clean != copy) {
                copy.initCause(clean);
            }
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            Throwable clean = redacted(suppressed);
            if (clean != copy) {
                copy.addSuppressed(clean);
            }
        }
        if (failure instanceof SQLException sql && copy instanceof SQLException head) {
            addNext(sql, head);
        }
        return copy;
    }

    private void addNext(SQLException failure, SQLException head) {
        SQLException next = failure.getNextException();
        for (int i = 0; i < MAX_NEXT && next != null && !copies.containsKey(next); i++) {
            SQLException copy = new RedactedSqlException(next, said(next));
            copy.setStackTrace(next.getStackTrace());
            copies.put(next, copy);
            head.setNextException(copy);
            next = next.getNextException();
        }
    }

    private Throwable copy(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return new RedactedSqlException(sql, said(sql));
        }
        String own = quotesNothing(failure) && failure.getMessage() != null ? failure.getMessage() : "";
        String text = RedactedException.text(failure, own);
        return failure instanceof IOException ? new IOException(text) : new RedactedException(text);
    }

    private String said(SQLException failure) {
        String own = failure.getMessage();
        return quotesNothing(failure) && own != null ? own : words.apply(failure);
    }
}
