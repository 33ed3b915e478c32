package dev.restore.backup.layout;

import dev.restore.backup.stream.CopyTextStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Recognises lines of JSON that went through COPY's text format of PostgreSQL, which doubles each backslash. */
enum CopyText {
    /** Nothing shows that they did. */
    NO,
    /** Some line is JSON only with its backslashes halved, and they can be halved everywhere. */
    CERTAIN,
    /** All is JSON as it stands, but bytes are written as only COPY would. */
    LIKELY;

    static final String REFUSAL =
            "looks like the output of psql's COPY, which doubles backslashes (bytes stand in it with four of"
                    + " them), and nothing in it is certain; export the rows with psql -At -c \"select row_to_json(t) from t\" instead";

    /** A text of bytes whose backslash was doubled twice: by JSON, and by COPY. */
    private static final Pattern BYTES = Pattern.compile("\"\\\\{4}x(?:[0-9a-f]{2})+\"");

    private static final Pattern RUN = Pattern.compile("\\\\+");
    private static final Pattern LAST_RUN = Pattern.compile("\\\\+\\z");

    /** Looks at the beginning of a file. */
    static CopyText of(byte[] head, int length) {
        boolean backslash = false;
        for (int i = 0; i < length && !backslash; i++) {
            backslash = head[i] == '\\';
        }
        if (!backslash) {
            return NO;
        }
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        if (length == head.length) {
            text = LAST_RUN.matcher(text).replaceFirst("");
        }
        if (RUN.matcher(text).results().anyMatch(run -> (run.end() - run.start()) % 2 == 1)) {
            return NO;
        }
        List<byte[]> lines = text.lines()
                .filter(line -> line.indexOf('\\') >= 0)
                .map(line -> line.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        if (!lines.stream().allMatch(line -> isJson(halved(line)))) {
            return NO;
        }
        return lines.stream().anyMatch(line -> !isJson(line))
                ? CERTAIN
                : BYTES.matcher(text).find() ? LIKELY : NO;
    }

    private static byte[] halved(byte[] line) {
        try (CopyTextStream in = new CopyTextStream(new ByteArrayInputStream(line))) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Returns whether bytes are JSON, or the beginning of some. */
    private static boolean isJson(byte[] bytes) {
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), new ByteArrayInputStream(bytes))) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return bytes.length > 0;
        } catch (UnexpectedEndOfInputException e) {
            return true;
        } catch (JacksonException e) {
            return String.valueOf(e.getOriginalMessage()).startsWith("Unexpected end-of-input");
        }
    }
}
