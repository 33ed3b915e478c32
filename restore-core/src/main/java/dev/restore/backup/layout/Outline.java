package dev.restore.backup.layout;

import dev.restore.backup.RowShape;
import dev.restore.backup.names.EntryNames;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What the beginning of a file holds: the names of its fields, the kinds of their values, and short values. */
final class Outline {

    /** How much of a file is looked at. */
    static final int BYTES = 64 << 10;

    private static final int ELEMENTS = 3;
    private static final int RECORDS = 50;
    private static final int DEPTH = 6;
    private static final int FIELDS = 300;
    private static final int TEXT = 200;
    private static final int SHOWN = 3;

    /** The kinds of values of DynamoDB's JSON. */
    private static final Set<String> DYNAMO = Set.of("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS");

    /** One value: an object or array with what was seen in it, or a short scalar. */
    static final class Node {
        private final JsonToken kind;
        private final @Nullable String text;
        private final Map<String, Node> children = new LinkedHashMap<>();
        private int size;

        private Node(JsonToken kind, @Nullable String text) {
            this.kind = kind;
            this.text = text;
        }

        JsonToken kind() {
            return kind;
        }

        /** Returns the scalar as it is written, null for objects, arrays and long texts. */
        @Nullable
        String text() {
            return text;
        }

        Map<String, Node> children() {
            return children;
        }

        /** Returns what is at a path, null where nothing is. */
        @Nullable
        Node at(List<String> path) {
            Node node = this;
            for (String step : path) {
                node = node.children.get(step);
                if (node == null) {
                    return null;
                }
            }
            return node;
        }

        /** Returns whether each field is an object with one field that names a type of DynamoDB. */
        boolean hasDynamoValues() {
            return !children.isEmpty()
                    && children.values().stream()
                            .allMatch(value -> value.kind == JsonToken.START_OBJECT
                                    && value.children.size() == 1
                                    && DYNAMO.containsAll(value.children.keySet()));
        }
    }

    private final List<Node> records;
    private final @Nullable Node document;

    private final boolean manyLines;
    private final boolean cut;

    private Outline(List<Node> records, @Nullable Node document, boolean manyLines, boolean cut) {
        this.cut = cut;
        this.manyLines = manyLines;
        this.records = records;
        this.document = document;
    }

    /** Returns the first elements of the array that the file is, or the first of the objects one after the other. */
    List<Node> records() {
        return records;
    }

    /** Returns whether the file is longer than what was looked at. */
    boolean isCut() {
        return cut;
    }

    /** Returns whether the object that the file begins with is a document of MongoDB by its id, and so a row whatever is beside it. */
    boolean isDocumentOfMongo() {
        return document != null && document.at(List.of("_id", "$oid")) != null;
    }

    /** Returns the table that the object around its rows names after them, null where it names it in front of them or not here. */
    @Nullable
    String namedAfterRows(RowShape where) {
        if (document == null
                || !(where.table() instanceof RowShape.TableFrom.Field field)
                || field.path().size() != 1
                || where.rows().size() != 1
                || where.rows().contains(RowShape.EVERY)
                || !where.row().isEmpty()) {
            return null;
        }
        List<String> order = List.copyOf(document.children.keySet());
        Node name = document.children.get(field.path().get(0));
        return name != null
                        && order.indexOf(field.path().get(0))
                                > order.indexOf(where.rows().get(0))
                ? name.text
                : null;
    }

    /** Returns whether objects follow one another that take several lines each. */
    boolean areObjectsOfLines() {
        return document != null && records.size() > 1 && manyLines;
    }

    /** Returns the object that the file begins with, null where it begins with an array. */
    @Nullable
    Node document() {
        return document;
    }

    /**
     * Says where objects were seen that could be rows, and how to say that they are; empty where none were.
     *
     * @param file what the file is named after
     */
    String proposal(String file) {
        List<String> seen = new ArrayList<>();
        Node root = document;
        if (root != null) {
            arrays(root, "", seen);
        }
        return seen.isEmpty()
                ? ""
                : "; it holds " + String.join(" and ", seen) + ": if these are rows, say so and of which table (shape, "
                        + "--rows PATH with --table NAME, --table-from or, for those named after the file, "
                        + EntryNames.printable(file) + ", alone)";
    }

    private static void arrays(Node node, String path, List<String> seen) {
        node.children.forEach((name, child) -> {
            String place = path + name.replace("\\", "\\\\").replace(".", "\\.");
            boolean array = child.kind == JsonToken.START_ARRAY;
            Node first = array ? child.children.get("0") : null;
            if (first != null && first.kind == JsonToken.START_OBJECT) {
                if (seen.size() < SHOWN) {
                    seen.add("an array of " + child.size + (child.size == 1 ? " object" : " objects") + " under "
                            + EntryNames.printable(place));
                }
            } else {
                arrays(child, place + ".", seen);
            }
        });
    }

    /**
     * Looks at the beginning of a file; what is damaged ends it.
     *
     * @param cut whether the file is longer
     */
    static Outline of(byte[] head, int length, boolean cut) {
        List<Node> records = new ArrayList<>();
        Node document = null;
        boolean manyLines = true;
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), new ByteArrayInputStream(head, 0, length))) {
            JsonToken first = parser.nextToken();
            boolean array = first == JsonToken.START_ARRAY;
            JsonToken token = array ? parser.nextToken() : first;
            while ((token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) && records.size() < RECORDS) {
                Node node = new Node(token, null);
                records.add(node);
                if (!array && records.size() == 1) {
                    document = node;
                }
                int line = parser.currentTokenLocation().getLineNr();
                fill(node, parser, 1);
                manyLines &= parser.currentLocation().getLineNr() > line;
                token = parser.nextToken();
            }
        } catch (JacksonException e) {
            // What was seen up to here counts; the last record is whole only if another one follows.
            return new Outline(whole(records, document), document, manyLines, cut);
        }
        return new Outline(records, document, manyLines, cut);
    }

    private static List<Node> whole(List<Node> records, @Nullable Node document) {
        return records.size() > 1 || document == null ? records.subList(0, Math.max(0, records.size() - 1)) : records;
    }

    private static void fill(Node node, JsonParser parser, int depth) {
        if (depth > DEPTH) {
            parser.skipChildren();
            return;
        }
        boolean array = node.kind == JsonToken.START_ARRAY;
        int index = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY && token != JsonToken.END_OBJECT;
                token = parser.nextToken()) {
            String name = array ? Integer.toString(index++) : parser.currentName();
            JsonToken value = array ? token : parser.nextToken();
            boolean kept = node.children.size() < (array ? ELEMENTS : FIELDS);
            Node child = new Node(value, value.isScalarValue() ? text(parser) : null);
            node.size++;
            if (kept) {
                node.children.put(name, child);
            }
            if (value.isStructStart()) {
                if (kept) {
                    fill(child, parser, depth + 1);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private static @Nullable String text(JsonParser parser) {
        return parser.getStringLength() > TEXT ? null : parser.getString();
    }
}
