package dev.restore.plan;

/** What a number counts, since 1970-01-01T00:00:00Z, where it stands for a day or a time. */
public enum EpochUnit {
    /** Days. */
    DAYS,
    /** Seconds, with or without a fraction. */
    SECONDS,
    /** Milliseconds. */
    MILLISECONDS,
    /** Microseconds. */
    MICROSECONDS,
    /** Nanoseconds. */
    NANOSECONDS
}
