package dev.restore.dialect.postgres.load;

/**
 * Which rows of a batch the server last got, as it counts from the first of them.
 *
 * @param call the first row of the last call of a loader
 * @param copy the first row of the last COPY of that call
 */
public record CopyPosition(int call, int copy) {

    public static final CopyPosition START = new CopyPosition(0, 0);
}
