package dev.restore.testing;

/** What holds on a database that lets several connections write at once, in place of {@link OneWriterContract}. */
public interface ManyWritersContract extends ParallelContract, ParallelRejectsContract {}
