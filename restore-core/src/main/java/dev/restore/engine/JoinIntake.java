package dev.restore.engine;

import dev.restore.backup.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import dev.restore.plan.TablePlan.ManyToMany;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Makes rows of a join table from the lists of keys in another table's rows. Used by the reading thread. */
final class JoinIntake {

    private static final JsonFactory JSON = new JsonFactory();

    private final ManyToMany join;
    private final ColumnSet set;

    JoinIntake(ManyToMany join, Account account) {
        this.join = join;
        this.set = new ColumnSet(
                join.joinTable(),
                List.of(join.owner(), join.element()),
                join.conflict(),
                account,
                join.joinTable().name().name(),
                List.of(join.owner().name(), join.element().name()));
    }

    String field() {
        return join.field();
    }

    void take(BackupRow row, int field, Intake intake) {
        int owner = owner(row);
        try (JsonParser parser = JSON.createParser(
                ObjectReadContext.empty(), row.bytes(), row.start(field), row.end(field) - row.start(field))) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw refused(row, "the list of keys is not a list");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonToken token = parser.currentToken();
                if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
                    throw refused(
                            row,
                            token == JsonToken.START_ARRAY
                                    ? "the list refers to its rows by natural key; write the dump without natural keys"
                                    : "an element of the list is no key");
                }
                byte[] element = parser.getString().getBytes(StandardCharsets.UTF_8);
                RowBatch batch = intake.startRow(set, row);
                batch.cell(row.kind(owner), row.bytes(), row.start(owner), row.end(owner));
                batch.cell(
                        token == JsonToken.VALUE_STRING ? ValueKind.TEXT : ValueKind.INTEGER,
                        element,
                        0,
                        element.length);
                intake.endRow(set, batch);
            }
        }
    }

    private int owner(BackupRow row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals("pk")) {
                return i;
            }
        }
        throw refused(row, "the row has a list of keys but no key of its own");
    }

    private LoadException refused(BackupRow row, String reason) {
        return new LoadException(
                new RowError(
                        set.account().name(),
                        row.number(),
                        row.location(),
                        row.offset(),
                        join.element().name(),
                        null,
                        reason),
                false,
                null);
    }
}
