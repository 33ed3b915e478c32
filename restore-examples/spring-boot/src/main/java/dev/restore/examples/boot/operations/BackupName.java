package dev.restore.examples.boot.operations;

/** Names of backups that came from a client: shown, sent in headers, never used as paths. */
final class BackupName {

    private static final int MAX_LENGTH = 120;

    private BackupName() {}

    /** Returns a name without what could be taken for a path, a header or markup; {@code fallback} when nothing is left. */
    static String of(String given, String fallback) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder name = new StringBuilder();
        last.codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || " ._-()+@".indexOf(c) >= 0)
                .limit(MAX_LENGTH)
                .forEach(name::appendCodePoint);
        String plain = name.toString().strip().replaceFirst("^\\.+", "");
        return plain.isBlank() ? fallback : plain;
    }

    /** Returns a name without its endings. */
    static String stem(String name) {
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
