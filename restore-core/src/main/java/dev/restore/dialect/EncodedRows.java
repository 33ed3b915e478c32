package dev.restore.dialect;

/** All rows of a batch as a loader sends them. Only the dialect that has made it knows what is in it. */
public interface EncodedRows {}
