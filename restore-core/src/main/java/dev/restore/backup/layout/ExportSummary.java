package dev.restore.backup.layout;

import dev.restore.backup.RowShape;
import dev.restore.backup.names.EntryNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the summary beside an export of DynamoDB to S3 says of its data files, whose names say nothing.
 *
 * @param folder the folder of the summary, in which they have one of their own
 * @param table the table that they are of
 */
record ExportSummary(String folder, String table) {

    /** How much of a file is read. */
    static final int MAX_BYTES = 1 << 16;

    private static final String FILE = "manifest-summary.json";
    private static final String DATA = "data";
    private static final String ARN = ":table/";

    /** Returns whether a file is called as a summary is. */
    static boolean isCalled(String file) {
        return EntryNames.fileOf(file).equals(FILE);
    }

    /** Reads a summary, empty where the file is none. */
    static Optional<ExportSummary> read(String file, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("tableArn")) {
                    String arn = parser.getString();
                    int table = arn.lastIndexOf(ARN);
                    return table < 0
                            ? Optional.empty()
                            : Optional.of(
                                    new ExportSummary(EntryNames.folderOf(file), arn.substring(table + ARN.length())));
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException e) {
            // It is damaged, or something else.
            return Optional.empty();
        }
    }

    /** Returns a file as part of the table, the same where it is not one of the data files. */
    Part of(Part part) {
        String data = folder.isEmpty() ? DATA : folder + "/" + DATA;
        boolean mine = EntryNames.folderOf(part.name()).equals(data)
                && part.shape() instanceof Shape.Declared declared
                && declared.by() == Shape.Declared.By.WRITER
                && declared.where().values() == RowShape.Values.DYNAMODB
                && part.shape().oneTable();
        return mine ? part.ofStated(table) : part;
    }
}
