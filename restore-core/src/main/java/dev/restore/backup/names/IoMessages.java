package dev.restore.backup.names;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** Says what failed when something was read or written. */
public final class IoMessages {

    private IoMessages() {}

    /** Returns what an input error says, with its type where the text alone would say nothing. */
    public static String of(IOException e) {
        String message = e.getMessage();
        if (e instanceof ConnectException || e instanceof UnknownHostException) {
            return "cannot be reached (" + message + "); check the address and that its server runs";
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
