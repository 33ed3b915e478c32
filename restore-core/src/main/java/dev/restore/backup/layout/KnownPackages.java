package dev.restore.backup.layout;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Packages of programs that are recognised by the names of their files, and not read: what they are, and what to do instead. */
final class KnownPackages {

    /**
     * One kind of package.
     *
     * @param files for each of these there must be a file
     * @param amongRows whether it is one whatever else is there, rather than only where there are no rows
     * @param refusal what to say, as the end of a sentence that starts with its name
     */
    private record Known(List<Pattern> files, boolean amongRows, String refusal) {
        static Known of(boolean amongRows, String refusal, String... files) {
            return new Known(Stream.of(files).map(Pattern::compile).toList(), amongRows, refusal);
        }
    }

    private static final List<Known> ALL = List.of(
            Known.of(
                    true,
                    "is an export of Strapi, whose entities are not rows of its tables and whose links are apart from them;"
                            + " import it with strapi import, or export the tables of its database as JSON",
                    "(.*/)?entities/entities_\\d+\\.jsonl",
                    "(.*/)?schemas/schemas_\\d+\\.jsonl"),
            Known.of(
                    true,
                    "is an export of a GitLab project, whose records hold those of other tables inside them;"
                            + " import it in GitLab, or export the tables of its database as JSON",
                    "(.*/)?tree/(project|group)s?(\\.json|/.+\\.ndjson|/.+\\.json)",
                    "(.*/)?(GITLAB_)?VERSION"),
            Known.of(
                    false,
                    "is a backup of Discourse, which is an SQL dump with files; restore it in Discourse, or run the SQL in it"
                            + " with psql",
                    "(.*/)?dump\\.sql(\\.gz)?"));

    private KnownPackages() {}

    /**
     * Returns what a package with these files is, empty where it is none of the known ones.
     *
     * @param rows whether some of them hold rows
     */
    static Optional<String> refusal(List<String> names, boolean rows) {
        return ALL.stream()
                .filter(known -> known.amongRows() || !rows)
                .filter(known -> known.files().stream()
                        .allMatch(file -> names.stream()
                                .anyMatch(name -> file.matcher(name).matches())))
                .map(Known::refusal)
                .findFirst();
    }
}
