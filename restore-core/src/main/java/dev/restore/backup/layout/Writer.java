package dev.restore.backup.layout;

import dev.restore.backup.RowShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A program that writes backups: how its files are recognised, and where the rows are in them. Immutable; each method returns
 * another one.
 *
 * <p>A mark is a path, of which something must be there: {@code meta.0.name}; with a colon and the kind of the value,
 * {@code data:array}, of which {@code dynamo} is an object whose values name their types as DynamoDB does; with an equals sign and the value, {@code type=table}; {@code #=2} is an object with two fields; with an
 * exclamation mark in front nothing must be there. Paths are written as {@link RowShape} says.
 *
 * @param name what its files are called in plans and errors
 * @param whole the marks of a file that is one object
 * @param first the marks of the first record of a file of records
 * @param each the marks of each record
 * @param some the marks of which each must be in some record
 * @param shape where the rows are, null where they are not read
 * @param bulk whether a record with the table's name stands in front of each row
 * @param refusal what to say where its files are not read, as the end of a sentence that starts with their name; else null
 * @param damaged what to add to the error that a file is not valid JSON, empty for nothing
 */
record Writer(
        String name,
        List<String> whole,
        List<String> first,
        List<String> each,
        List<String> some,
        @Nullable RowShape shape,
        boolean bulk,
        @Nullable String refusal,
        String damaged) {

    /** Returns a writer of files that are one object with these marks. */
    static Writer whole(String name, String... marks) {
        return new Writer(name, List.of(marks), List.of(), List.of(), List.of(), null, false, null, "");
    }

    /** Returns a writer of arrays or lines of records that each have these marks. */
    static Writer records(String name, String... marks) {
        return new Writer(name, List.of(), List.of(), List.of(marks), List.of(), null, false, null, "");
    }

    Writer first(String... marks) {
        return new Writer(name, whole, List.of(marks), each, some, shape, bulk, refusal, damaged);
    }

    Writer some(String... marks) {
        return new Writer(name, whole, first, each, List.of(marks), shape, bulk, refusal, damaged);
    }

    Writer rows(RowShape where) {
        return new Writer(name, whole, first, each, some, where, bulk, refusal, damaged);
    }

    Writer actions(RowShape where) {
        return new Writer(name, whole, first, each, some, where, true, refusal, damaged);
    }

    Writer refused(String why) {
        return new Writer(name, whole, first, each, some, shape, bulk, why, damaged);
    }

    Writer damaged(String advice) {
        return new Writer(name, whole, first, each, some, shape, bulk, refusal, advice);
    }

    /** Returns whether a file looks like one of its files. */
    boolean wrote(Outline file) {
        Outline.Node document = file.document();
        if (!whole.isEmpty()) {
            return document != null && has(document, whole);
        }
        List<Outline.Node> records = file.records();
        return !records.isEmpty()
                && has(records.get(0), first)
                && records.stream().allMatch(record -> has(record, each))
                && some.stream().allMatch(mark -> records.stream().anyMatch(record -> has(record, List.of(mark))));
    }

    private static boolean has(Outline.Node node, List<String> marks) {
        return marks.stream().allMatch(mark -> has(node, mark));
    }

    private static boolean has(Outline.Node node, String mark) {
        if (mark.startsWith("!")) {
            return !has(node, mark.substring(1));
        }
        if (mark.startsWith("#=")) {
            return Integer.toString(node.children().size()).equals(mark.substring(2));
        }
        int equals = mark.indexOf('=');
        int colon = mark.indexOf(':');
        int end = equals >= 0 ? equals : colon >= 0 ? colon : mark.length();
        Outline.Node found = node.at(path(mark.substring(0, end)));
        if (found == null) {
            return false;
        }
        if (equals >= 0) {
            return mark.substring(equals + 1).equals(found.text());
        }
        String kind = colon < 0 ? "" : mark.substring(colon + 1);
        return kind.isEmpty() || (kind.equals("dynamo") ? found.hasDynamoValues() : is(found.kind(), kind));
    }

    private static boolean is(JsonToken kind, String word) {
        return switch (word) {
            case "object" -> kind == JsonToken.START_OBJECT;
            case "array" -> kind == JsonToken.START_ARRAY;
            case "text" -> kind == JsonToken.VALUE_STRING;
            case "number" -> kind == JsonToken.VALUE_NUMBER_INT || kind == JsonToken.VALUE_NUMBER_FLOAT;
            case "scalar" -> kind.isScalarValue();
            case "null" -> kind == JsonToken.VALUE_NULL;
            default -> throw new IllegalArgumentException("no kind of value: " + word);
        };
    }

    private static List<String> path(String path) {
        return RowShape.rows(path).rows();
    }

    /** Returns how its files are recognised, in words. */
    String marks() {
        List<String> all = new ArrayList<>(whole);
        first.forEach(mark -> all.add("first " + mark));
        each.forEach(mark -> all.add("each " + mark));
        some.forEach(mark -> all.add("some " + mark));
        return String.join(", ", all);
    }
}
