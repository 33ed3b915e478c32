package dev.restore.dialect.postgres;

/**
 * Which rows of a batch the server last got, as it counts from the first of them.
 *
 * @param call the first row of the last call of a loader
 * @param copy the first row of the last COPY of that call
 */
record CopyPosition(int call, int copy) {

    static final CopyPosition START = new CopyPosition(0, 0);
}
