package dev.restore.plan;

import dev.restore.backup.LeftOut;
import dev.restore.backup.Survey;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.TriggerMeasure;
import dev.restore.dialect.TriggerMeasure.TableTriggers;
import dev.restore.outcome.LeftOutText;
import dev.restore.outcome.Problem;
import dev.restore.plan.RestorePlan.Emptied;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.ConflictRule;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a plan as text, for a terminal of 100 columns. */
final class PlanText {

    private static final int WIDTH = 100;

    private final RestorePlan plan;
    private final StringBuilder text = new StringBuilder();

    private PlanText(RestorePlan plan) {
        this.plan = plan;
    }

    static String of(RestorePlan plan) {
        PlanText writer = new PlanText(plan);
        writer.head();
        writer.tables();
        writer.emptied();
        writer.safetyBackup();
        writer.merge();
        writer.foreignKeys();
        writer.triggers();
        writer.rebuilt();
        writer.files();
        writer.leftOut();
        writer.list("notes", plan.notes());
        writer.problems();
        return writer.text.toString().stripTrailing();
    }

    private void head() {
        Survey survey = plan.survey();
        text.append("Plan: ").append(plan.backup()).append('\n');
        line("  from    ", survey.format() + (survey.bytes() < 0 ? "" : ", " + bytes(survey.bytes())));
        line("  into    ", plan.dialect() + ", " + mode());
        line("  rows    ", rows());
    }

    private String mode() {
        return switch (plan.mode()) {
            case REPLACE -> "replace: the tables of the backup are emptied first";
            case APPEND -> "append: the rows that are there stay";
            case MERGE -> "merge: rows that are there under whatever number are changed, others are added";
            case AUTO -> "auto: replace where the tables are empty, otherwise merge";
        };
    }

    private String rows() {
        List<TablePlan> tables = plan.tables();
        long known =
                tables.stream().mapToLong(t -> Math.max(0, t.expectedRows())).sum();
        boolean all = tables.stream().allMatch(t -> t.expectedRows() >= 0);
        long lists = tables.stream()
                .flatMap(table -> table.joins().stream())
                .map(join -> join.joinTable().name())
                .distinct()
                .count();
        return (all ? "" : "more than ") + count(known, "row") + " for " + count(tables.size(), "table")
                + (lists == 0 ? "" : ", and for " + count(lists, "more table") + " as many as their lists hold");
    }

    private void tables() {
        if (plan.tables().isEmpty()) {
            return;
        }
        boolean renamed = plan.tables().stream()
                .anyMatch(t -> !t.source().equals(t.target().name().name()));
        int source = renamed
                ? width("backup", plan.tables().stream().map(TablePlan::source).toList()) + 2
                : 1;
        int target = width("table", plan.tables().stream().map(PlanText::target).toList());
        String form = "  %3s%-" + source + "s %-" + target + "s  %12s  %s%n";
        text.append('\n').append(row(form, "", renamed ? "  backup" : "", "table", "rows", "columns"));
        int place = 0;
        for (TablePlan table : plan.tables()) {
            place++;
            text.append(row(
                    form,
                    place,
                    renamed ? "  " + table.source() : "",
                    target(table),
                    table.expectedRows() < 0 ? "?" : String.format(Locale.ROOT, "%,d", table.expectedRows()),
                    table.columns().size() + " of " + table.target().columns().size()));
            details(table);
        }
    }

    private void details(TablePlan table) {
        for (Assignment assignment : table.columns()) {
            String column = assignment.column().name();
            boolean renamed = !assignment.field().equalsIgnoreCase(column);
            if (renamed || !assignment.conversion().isEmpty()) {
                line(
                        "       ",
                        (renamed ? assignment.field() + " -> " : "")
                                + column
                                + (assignment.conversion().isEmpty() ? "" : ": " + assignment.conversion()));
            }
        }
        for (FixedValue fixed : table.fixed()) {
            Object value = fixed.value();
            line(
                    "       ",
                    fixed.column().name()
                            + " = "
                            + (value instanceof String ? "'" + value + "'" : value)
                            + " where a row does not carry it");
        }
        for (ManyToMany join : table.joins()) {
            line(
                    "       ",
                    join.field() + " -> rows of " + join.joinTable().name() + "("
                            + join.owner().name() + ", " + join.element().name() + ")");
        }
        if (table.conflict() != null) {
            line("       ", conflict(table.conflict()));
        }
        if (!table.ignored().isEmpty()) {
            line("       ", "left out: " + String.join(", ", table.ignored()));
        }
    }

    private static String conflict(ConflictRule rule) {
        String keys = rule.keys().stream()
                .map(key -> String.join(", ", key.columns()))
                .collect(Collectors.joining(") or ("));
        return switch (rule.action()) {
            case SKIP -> "a row whose key (" + keys + ") is taken is left out";
            case UPDATE -> "a row whose key (" + keys + ") is taken changes the row that is there";
        };
    }

    private void emptied() {
        if (plan.emptied().isEmpty()) {
            return;
        }
        List<String> filled = new ArrayList<>();
        for (Emptied table : plan.emptied()) {
            if (table.rows() > 0 || !table.inBackup()) {
                filled.add(String.format(
                        Locale.ROOT, "%s %,d%s", table.table(), table.rows(), table.inBackup() ? "" : " (cascade)"));
            }
        }
        if (filled.isEmpty()) {
            text.append("\n  emptied first: nothing, the tables are empty\n");
            return;
        }
        text.append("\n  emptied first: ")
                .append(count(plan.rowsToDelete(), "row"))
                .append('\n');
        line("    ", String.join(", ", filled));
    }

    private void safetyBackup() {
        String path = plan.safetyBackup();
        if (path != null) {
            text.append("\n  way back: the rows of these tables are written first, into\n");
            line("    ", path);
        }
    }

    private void merge() {
        MergePlan merge = plan.merge();
        if (merge == null || merge.describe().isEmpty()) {
            return;
        }
        text.append("\n  keys\n");
        merge.describe().forEach(line -> wrap("    ", "      ", line));
    }

    private void foreignKeys() {
        String reason = plan.measure().reason();
        text.append("\n  foreign keys: ").append(plan.measure().kind()).append('\n');
        if (!reason.isEmpty()) {
            line("    ", reason);
        }
    }

    private void triggers() {
        TriggerMeasure measure = plan.scope().triggers();
        List<TableTriggers> tables = measure.tables();
        if (tables.isEmpty() && !measure.suppressed()) {
            return;
        }
        text.append("\n  triggers: ")
                .append(measure.suppressed() ? "suppressed, and as they were in the end" : "fire")
                .append('\n');
        if (tables.isEmpty()) {
            line("    ", "none of them would fire");
        }
        for (TableTriggers table : tables) {
            wrap(
                    "    ",
                    "      ",
                    plan.scope().catalog().spell(table.table()) + ": "
                            + table.triggers().stream().map(PlanText::trigger).collect(Collectors.joining(", ")));
        }
    }

    private static String trigger(Trigger trigger) {
        String events = trigger.events().stream()
                .map(event -> event.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return (trigger.kind() == Trigger.Kind.RULE ? "rule " : "") + trigger.name() + " (" + events + ")";
    }

    private void rebuilt() {
        if (plan.scope().rebuilt().isEmpty()) {
            return;
        }
        text.append("\n  dropped before the load and built again after it, in the same transaction\n");
        Map<String, List<String>> byTable = new LinkedHashMap<>();
        for (Rebuilt rebuilt : plan.scope().rebuilt()) {
            byTable.computeIfAbsent(rebuilt.table() + " (" + rebuilt.reason() + ")", table -> new ArrayList<>())
                    .add(rebuilt.kind() + " " + rebuilt.name());
        }
        byTable.forEach((table, names) -> wrap("    ", "      ", table + ": " + String.join(", ", names)));
    }

    private void files() {
        FilesPlan files = plan.files();
        if (files == null) {
            return;
        }
        text.append("\n  files: ").append(count(files.files(), "file"));
        text.append(files.bytes() < 0 ? "" : ", " + bytes(files.bytes())).append('\n');
        line(
                "    ",
                "into " + files.directory() + " after the commit"
                        + (files.present() == 0 ? "" : ", in place of what is there"));
    }

    private void leftOut() {
        List<String> lines = LeftOutText.lines(
                plan.survey().leftOut().stream().map(LeftOut::describe).toList());
        if (!lines.isEmpty()) {
            text.append('\n');
            lines.forEach(line -> wrap("  ", "    ", line));
        }
    }

    private void list(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        text.append("\n  ").append(title).append('\n');
        for (String line : lines) {
            wrap("  - ", "    ", line);
        }
    }

    private void problems() {
        List<Problem> problems = plan.problems();
        if (problems.isEmpty()) {
            return;
        }
        text.append("\n  ")
                .append(count(problems.size(), "problem"))
                .append(problems.size() == 1 ? " stands" : " stand")
                .append(" in the way\n");
        int number = 0;
        for (Problem problem : problems) {
            number++;
            wrap(String.format(Locale.ROOT, "  %2d. ", number), "      ", problem.message());
            wrap("      -> ", "         ", problem.remedy());
        }
    }

    private void line(String indent, String words) {
        wrap(indent, " ".repeat(indent.length()), words);
    }

    private void wrap(String first, String next, String words) {
        StringBuilder line = new StringBuilder(first);
        boolean fresh = true;
        for (String word : words.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line.setLength(0);
                line.append(next);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        text.append(line).append('\n');
    }

    private static String target(TablePlan table) {
        return table.target().name().toString();
    }

    private static int width(String title, List<String> values) {
        return Math.max(
                title.length(), values.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String row(String form, Object... cells) {
        return String.format(Locale.ROOT, form, cells);
    }

    private static String count(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    private static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double value = bytes / 1000.0;
        String unit = "kB";
        for (String larger : List.of("MB", "GB", "TB")) {
            if (value < 1000) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }
}
