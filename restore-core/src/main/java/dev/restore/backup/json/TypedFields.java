package dev.restore.backup.json;

/** Copies fields whose values name their types into the row as what they stand for. */
public sealed interface TypedFields permits DynamoValues, FirestoreValues {

    /** Copies the field whose name the parser is at. */
    void field(String name);
}
