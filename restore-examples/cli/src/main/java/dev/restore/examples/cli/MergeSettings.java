package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.GenericReference;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.OrphanPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How rows are found among those of the target, and what becomes of references. */
@SuppressWarnings("NullAway.Init")
final class MergeSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--natural-key",
            paramLabel = "TABLE=PATH,...",
            description = {
                "What tells the rows of a table apart whatever their numbers: columns, or relation.column, such as"
                        + " auth_permission=codename,content_type.app_label,content_type.model. Can be repeated.",
                "Known without it: Django's own models, and a table's one unique key."
            })
    private List<String> naturalKeys = new ArrayList<>();

    @Option(
            names = "--reference",
            paramLabel = "TABLE.COLUMN=TABLE",
            description = "The table that a column refers to where no foreign key says so. Can be repeated.")
    private List<String> references = new ArrayList<>();

    @Option(
            names = "--generic-reference",
            paramLabel = "TABLE.COLUMN=PATH,...[,TYPE=TABLE...]",
            description = {
                "A column that refers to rows of tables that each row names: by columns whose values with _ between them are the"
                        + " table, such as django_admin_log.object_id=content_type.app_label,content_type.model; or by"
                        + " names of types, such as comments.commentable_id=commentable_type,Post=posts. Can be repeated."
            })
    private List<String> generic = new ArrayList<>();

    @Option(
            names = "--on-match",
            paramLabel = "TABLE=WHAT",
            description = {
                "With --mode merge, what becomes of a row of this table that is there:",
                "update (default): it gets the values of the backup; skip: it stays; add: the backup's row becomes another"
                        + " one; refuse: the backup's row is a bad row. Can be repeated."
            })
    private List<String> matches = new ArrayList<>();

    @Option(
            names = "--orphans",
            paramLabel = "[TABLE.COLUMN=]WHAT",
            description = {
                "What happens to a row whose reference leads nowhere, where keys are mapped (merge, natural keys):",
                "fail (default): it is a bad row; reject: it is set aside with the rows that refer to it; null: its"
                        + " reference becomes null; create: the missing row is created. Can be repeated."
            })
    private List<String> orphans = new ArrayList<>();

    @Option(
            names = "--create-missing",
            paramLabel = "TABLES",
            split = ",",
            description = "Create rows of these tables where a reference leads to none: a,b. Can be repeated.")
    private Set<String> created = new LinkedHashSet<>();

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "Write which key each row of the backup has now, a line of JSON each, into this file.")
    private @Nullable Path mapping;

    @Option(
            names = "--mapping-from",
            paramLabel = "FILE",
            description =
                    "With --mode merge, give rows the keys that this file says, which an earlier merge has written by --mapping.")
    private @Nullable Path given;

    @Option(
            names = "--fresh-keys",
            paramLabel = "TABLES",
            split = ",",
            description = {
                "With --mode merge, give new rows of these tables keys of their own, UUIDs or numbers, although those of the"
                        + " backup are free: a,b. Can be repeated."
            })
    private Set<String> fresh = new LinkedHashSet<>();

    Restore apply(Restore plain) {
        Restore restore = plain;
        for (String value : naturalKeys) {
            NaturalKeyOption key = NaturalKeyOption.of(value, command);
            restore = restore.naturalKey(key.table(), key.columns());
        }
        for (String reference : references) {
            List<String> sides = sides("--reference", reference, "TABLE.COLUMN=TABLE");
            requirePlace("--reference", sides.get(0));
            restore = restore.reference(sides.get(0), sides.get(1));
        }
        for (String rule : generic) {
            List<String> sides = sides("--generic-reference", rule, "TABLE.COLUMN=PATH,...[,TYPE=TABLE...]");
            requirePlace("--generic-reference", sides.get(0));
            restore = restore.reference(sides.get(0), rule(rule, sides.get(1)));
        }
        for (String match : matches) {
            List<String> sides = sides("--on-match", match, "TABLE=WHAT");
            restore = restore.onMatch(sides.get(0), choice("--on-match", Existing.values(), sides.get(1)));
        }
        for (String orphan : orphans) {
            int equals = orphan.indexOf('=');
            OrphanPolicy policy = choice("--orphans", OrphanPolicy.values(), orphan.substring(equals + 1));
            if (equals < 0) {
                restore = restore.orphans(policy);
            } else {
                requirePlace("--orphans", orphan.substring(0, equals));
                restore = restore.orphans(orphan.substring(0, equals), policy);
            }
        }
        restore = created.isEmpty() ? restore : restore.createMissing(created.toArray(String[]::new));
        restore = fresh.isEmpty() ? restore : restore.freshKeys(fresh.toArray(String[]::new));
        restore = given == null ? restore : restore.mappingFrom(given);
        return mapping == null ? restore : restore.mapping(mapping);
    }

    private GenericReference rule(String rule, String text) {
        List<String> parts = List.of(text.split(",", -1));
        String[] paths = parts.stream().filter(part -> part.indexOf('=') < 0).toArray(String[]::new);
        if (paths.length == 0 || parts.stream().anyMatch(String::isBlank)) {
            throw usage("--generic-reference wants TABLE.COLUMN=PATH,...[,TYPE=TABLE...], not '" + rule + "'.");
        }
        GenericReference reference = GenericReference.by(paths);
        for (String part : parts) {
            if (part.indexOf('=') >= 0) {
                List<String> sides = sides("--generic-reference", part, "TYPE=TABLE after the columns");
                reference = reference.where(sides.get(0), sides.get(1));
            }
        }
        return reference;
    }

    private List<String> sides(String option, String value, String form) {
        int equals = value.indexOf('=');
        if (equals < 1 || equals == value.length() - 1) {
            throw usage(option + " wants " + form + ", not '" + value + "'.");
        }
        return List.of(value.substring(0, equals), value.substring(equals + 1));
    }

    private void requirePlace(String option, String place) {
        if (place.indexOf('.') < 1 || place.endsWith(".")) {
            throw usage(option + " wants TABLE.COLUMN before the equals sign, not '" + place + "'.");
        }
    }

    private <E extends Enum<E>> E choice(String option, E[] values, String wanted) {
        return Stream.of(values)
                .filter(value -> lower(value).equals(wanted))
                .findFirst()
                .orElseThrow(() -> usage("Invalid value for option '" + option + "': '" + wanted + "' is not one of "
                        + Stream.of(values).map(MergeSettings::lower).collect(Collectors.joining(", ")) + "."));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
