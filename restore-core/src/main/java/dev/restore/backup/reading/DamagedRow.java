package dev.restore.backup.reading;

import dev.restore.backup.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A record of a backup that cannot be read as a row, while the next one was found. Only valid during the call. */
public final class DamagedRow {

    private final long number;
    private final String location;
    private final long offset;
    private final long length;
    private final String reason;
    private final long reasonOffset;
    private final byte[] kept;

    public DamagedRow(
            long number, String location, long offset, long length, String reason, long reasonOffset, byte[] kept) {
        this.number = number;
        this.location = location;
        this.offset = offset;
        this.length = length;
        this.reason = reason;
        this.reasonOffset = reasonOffset;
        this.kept = kept;
    }

    /** Returns its number in its table, from 1; rows after it count on from there. */
    public long number() {
        return number;
    }

    /** Returns the file or entry it stands in. */
    public String location() {
        return location;
    }

    /** Returns the byte offset of the record in that file, uncompressed. */
    public long offset() {
        return offset;
    }

    /** Returns how many bytes the record takes in the file. */
    public long length() {
        return length;
    }

    /** Returns what is wrong with it. It holds no values. */
    public String reason() {
        return reason;
    }

    /** Returns the byte offset in the file where that was seen, -1 when it is not known. */
    public long reasonOffset() {
        return reasonOffset;
    }

    /** Returns whether {@link #open()} gives all of the record's bytes; past {@link ReadLimits#rowBytes()} not. */
    public boolean whole() {
        return kept.length == length;
    }

    /** Opens the record's bytes as they stand in the file, from their start and at most so many as one row may take. */
    public InputStream open() {
        return new ByteArrayInputStream(kept);
    }
}
