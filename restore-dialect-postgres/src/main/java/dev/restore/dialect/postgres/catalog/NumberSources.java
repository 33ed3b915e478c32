package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sequences from which defaults and triggers draw through functions, whose text the server does not look into. A text
 * between apostrophes that is the name of a sequence means that sequence, where anything that is called draws from one.
 */
final class NumberSources {

    private static final Pattern CALL = Pattern.compile("\"?(\\w+)\"?\\s*\\(");
    private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')++)'");
    private static final Pattern DRAWS = Pattern.compile("\\bnextval\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final String NEW_COLUMN = "\\bnew\\s*\\.\\s*(\"(?:[^\"]|\"\")+\"|\\w+)";
    private static final Pattern INTO_NEW =
            Pattern.compile("\\binto\\s+(?:strict\\s+)?" + NEW_COLUMN, Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSIGNMENT = Pattern.compile(NEW_COLUMN + "\\s*:?=", Pattern.CASE_INSENSITIVE);

    private final Map<Long, Sequence> sequences;
    private final @Nullable String schema;
    private final Map<Long, Function> functions = new HashMap<>();
    private final Map<String, List<Function>> functionsByName = new HashMap<>();

    /** A function, and the functions and sequences that the server knows it uses. */
    private record Function(String text, List<Long> uses) {}

    /**
     * What an expression draws from.
     *
     * @param drawing whether it draws from any sequence
     * @param sequences which these are, as far as that can be told
     */
    record Source(boolean drawing, Set<Sequence> sequences) {

        /** Returns the only sequence, null when there is none or it cannot be told. */
        @Nullable
        Sequence only() {
            return drawing && sequences.size() == 1 ? sequences.iterator().next() : null;
        }
    }

    /**
     * Creates it without functions.
     *
     * @param sequences all sequences by their object identifiers
     * @param schema the schema where names without one are looked up first
     */
    NumberSources(Map<Long, Sequence> sequences, @Nullable String schema) {
        this.sequences = sequences;
        this.schema = schema;
    }

    void add(long oid, String name, String text, List<Long> uses) {
        Function function = new Function(COMMENT.matcher(text).replaceAll(" "), uses);
        functions.put(oid, function);
        functionsByName
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                .add(function);
    }

    /** Returns what an expression draws from that calls these functions. */
    Source of(String expression, List<Long> calls) {
        Set<Function> called = new LinkedHashSet<>();
        calls.forEach(oid -> visit(functions.get(oid), called));
        visitCalls(expression, called);
        boolean drawing = DRAWS.matcher(expression).find();
        Set<Sequence> found = new LinkedHashSet<>();
        for (Function function : called) {
            drawing |= DRAWS.matcher(function.text()).find();
            function.uses().stream()
                    .map(sequences::get)
                    .filter(Objects::nonNull)
                    .forEach(found::add);
        }
        drawing |= !found.isEmpty();
        if (drawing) {
            addNamed(expression, found);
            called.forEach(function -> addNamed(function.text(), found));
        }
        return new Source(drawing, found);
    }

    /** Returns the columns that a trigger's function gives a value to in a statement that draws, and what each draws from. */
    Map<String, Source> ofTrigger(long oid) {
        Map<String, Source> sources = new LinkedHashMap<>();
        Function trigger = functions.get(oid);
        if (trigger == null) {
            return sources;
        }
        for (String statement : trigger.text().split(";", -1)) {
            Source source = of(statement, List.of());
            String column = source.drawing() ? assigned(statement) : null;
            if (column != null) {
                sources.putIfAbsent(column, source);
            }
        }
        return sources;
    }

    /** Returns the column of the new row that a statement gives a value to: the last, as others may stand in a condition before it. */
    private static @Nullable String assigned(String statement) {
        Matcher into = INTO_NEW.matcher(statement);
        if (into.find()) {
            return identifier(into.group(1));
        }
        Matcher assignment = ASSIGNMENT.matcher(statement);
        String column = null;
        while (assignment.find()) {
            column = identifier(assignment.group(1));
        }
        return column;
    }

    private void visit(@Nullable Function function, Set<Function> called) {
        if (function != null && called.add(function)) {
            function.uses().forEach(oid -> visit(functions.get(oid), called));
            visitCalls(function.text(), called);
        }
    }

    private void visitCalls(String text, Set<Function> called) {
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            functionsByName
                    .getOrDefault(call.group(1).toLowerCase(Locale.ROOT), List.of())
                    .forEach(function -> visit(function, called));
        }
    }

    private void addNamed(String text, Set<Sequence> found) {
        Matcher literal = TEXT.matcher(text);
        while (literal.find()) {
            Sequence sequence = named(literal.group(1).replace("''", "'"));
            if (sequence != null) {
                found.add(sequence);
            }
        }
    }

    private @Nullable Sequence named(String text) {
        int dot = text.startsWith("\"") ? text.indexOf("\".") + 1 : text.indexOf('.');
        String wantedSchema = dot > 0 ? identifier(text.substring(0, dot)) : null;
        String wanted = identifier(dot > 0 ? text.substring(dot + 1) : text);
        Sequence found = null;
        for (Sequence sequence : sequences.values()) {
            boolean fits = sequence.name().name().equals(wanted)
                    && (wantedSchema == null
                            || wantedSchema.equals(sequence.name().schema()));
            if (fits && (found == null || Objects.equals(sequence.name().schema(), schema))) {
                found = sequence;
            }
        }
        return found;
    }

    private static String identifier(String written) {
        String name = written.strip();
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
