package dev.restore.backup.reading;

import dev.restore.catalog.ValueKind;

/**
 * One row as it stands in the backup: its fields in their order, reused for the next row. A value is a range of UTF-8
 * bytes in {@link #bytes()}: a text's characters, a number's digits, {@code true} or {@code false}, an array's or
 * object's compact JSON, nothing for null; of the other kinds what {@link ValueKind} says.
 *
 * <p>Names of the same field in different rows are the same {@code String} object as a rule, so that comparing by
 * identity first pays.
 */
public interface BackupRow {

    /** Returns how many fields the row has. */
    int size();

    /** Returns the name of a field. No two fields of a row have the same name. */
    String name(int field);

    /** Returns the kind of a field's value. */
    ValueKind kind(int field);

    /** Returns the bytes of all values. The caller must not change them nor keep the array. */
    byte[] bytes();

    /** Returns where a field's value starts in {@link #bytes()}. */
    int start(int field);

    /** Returns where a field's value ends in {@link #bytes()}, exclusive. */
    int end(int field);

    /** Returns the row's number in its table, from 1. */
    long number();

    /** Returns the file or entry it stands in. */
    String location();

    /** Returns the byte offset of the row in that file, uncompressed. */
    long offset();
}
