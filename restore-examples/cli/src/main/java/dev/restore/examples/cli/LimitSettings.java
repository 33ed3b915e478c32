package dev.restore.examples.cli;

import dev.restore.backup.ReadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much a backup may ask for before it is refused. */
@SuppressWarnings("NullAway.Init")
final class LimitSettings {

    private static final Pattern SETTING = Pattern.compile("([A-Za-z-]+)=([0-9]{1,18})([KMGkmg]?)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description = {
                "Raise or lower a limit of reading, called as the error calls it that it causes: depth, textLength,",
                "rowBytes, numberLength, nameLength, entries, expansion, names. K, M and G after the number stand for",
                "2^10, 2^20 and 2^30. Larger texts and rows need more heap (java -Xmx). Can be repeated."
            })
    private List<String> limits = new ArrayList<>();

    ReadLimits limits() {
        ReadLimits all = ReadLimits.forThisHeap();
        for (String text : limits) {
            Matcher setting = SETTING.matcher(text);
            if (!setting.matches()) {
                throw usage("--limit wants NAME=VALUE, such as textLength=50M, not '" + text + "'.");
            }
            try {
                long value = Math.multiplyExact(Long.parseLong(setting.group(2)), unit(setting.group(3)));
                all = all.with(setting.group(1), value);
            } catch (ArithmeticException e) {
                throw usage("--limit " + text + ": the value is too large.");
            } catch (IllegalArgumentException e) {
                throw usage("--limit " + text + ": " + e.getMessage() + ".");
            }
        }
        return all;
    }

    private static long unit(String letter) {
        return switch (letter.toUpperCase(Locale.ROOT)) {
            case "K" -> 1L << 10;
            case "M" -> 1L << 20;
            case "G" -> 1L << 30;
            default -> 1;
        };
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
