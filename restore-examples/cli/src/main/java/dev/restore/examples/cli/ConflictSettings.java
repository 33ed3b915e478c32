package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What happens to rows whose key is taken. */
@SuppressWarnings("NullAway.Init")
final class ConflictSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--conflict",
            paramLabel = "[TABLE=]WHAT[:KEY]",
            description = {
                "With --mode append, what happens to a row whose primary key is taken:",
                "fail (default): it is a bad row.",
                "skip: the row that is there stays; update: it gets the values of the backup.",
                "For one table: TABLE=WHAT. To tell rows apart by another unique key, after a colon its name"
                        + " or its columns: customer=update:email. Can be repeated."
            })
    private List<String> wishes = new ArrayList<>();

    Restore apply(Restore plain, Mode mode) {
        Restore restore = plain;
        for (String wish : wishes) {
            int equals = wish.indexOf('=');
            ConflictPolicy policy = policy(wish.substring(equals + 1));
            if (mode != Mode.APPEND && policy.action() != ConflictPolicy.Action.FAIL) {
                throw usage("--conflict " + wish
                        + (mode == Mode.REPLACE
                                ? " cannot be combined with --mode replace, which empties the tables first:"
                                : " is for --mode append alone:")
                        + " add --mode append.");
            }
            restore = equals < 0 ? restore.onConflict(policy) : restore.onConflict(wish.substring(0, equals), policy);
        }
        return restore;
    }

    private ConflictPolicy policy(String text) {
        int colon = text.indexOf(':');
        ConflictPolicy policy = switch (colon < 0 ? text : text.substring(0, colon)) {
            case "fail" -> ConflictPolicy.fail();
            case "skip" -> ConflictPolicy.skip();
            case "update" -> ConflictPolicy.update();
            default ->
                throw usage("Invalid value for option '--conflict': '" + text
                        + "' is not one of fail, skip, update, nor one of them with :KEY after it.");
        };
        try {
            return colon < 0 ? policy : policy.by(text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw usage("--conflict " + text + ": " + e.getMessage() + ".");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
