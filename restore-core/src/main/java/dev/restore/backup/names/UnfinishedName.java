package dev.restore.backup.names;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a backup is called until all of it is on the disk: {@code .NAME.XXXXXXXX.unfinished}, and with {@code .spool} after it what is
 * written beside it meanwhile.
 */
public final class UnfinishedName {

    private static final Pattern FORM = Pattern.compile("\\..+\\.[0-9a-f]{8}\\.unfinished(?:\\.spool)?");

    private UnfinishedName() {}

    /** Returns a new name beside a target. */
    public static Path beside(Path target) {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return target.resolveSibling(
                "." + target.getFileName() + "." + HexFormat.of().formatHex(random) + ".unfinished");
    }

    /** Returns what is written beside an unfinished backup. */
    public static Path spoolOf(Path unfinished) {
        return unfinished.resolveSibling(unfinished.getFileName() + ".spool");
    }

    /** Returns whether something is called so. */
    public static boolean fits(Path path) {
        Path name = path.getFileName();
        return name != null && FORM.matcher(name.toString()).matches();
    }
}
