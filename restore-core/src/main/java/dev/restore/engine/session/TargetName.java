package dev.restore.engine.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names a database for logs by its address, without what may be a secret in that. */
public final class TargetName {

    /** Parameters may be passwords, whatever a driver calls them. */
    private static final Pattern PARAMETERS = Pattern.compile("[?;].*", Pattern.DOTALL);

    private static final Pattern USER = Pattern.compile("(?<=//)[^/@]*@|(?<=:)[^:/@]+/[^@/]*@");

    private TargetName() {}

    public static String of(@Nullable String url) {
        if (url == null) {
            return "a database";
        }
        return USER.matcher(PARAMETERS.matcher(url).replaceFirst("")).replaceAll("");
    }
}
