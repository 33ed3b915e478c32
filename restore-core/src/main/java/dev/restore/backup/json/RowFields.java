package dev.restore.backup.json;

/** Copies fields into a row whose values are written in another way than JSON has them. */
public interface RowFields {

    /** Copies the field whose name the parser is at. */
    void field(String name);
}
