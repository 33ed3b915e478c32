package dev.restore.examples.benchmark;

import java.nio.file.Path;

/**
 * What one process has to do.
 *
 * @param dataset the name of the data set
 * @param data where it lies
 * @param engine the kind of database
 * @param url the database
 * @param warmups how often it is done before it is timed
 * @param repeats how often it is timed; the mean counts
 */
record Job(String dataset, Path data, Engine engine, String url, int warmups, int repeats) {

    Dataset tables() {
        return Dataset.named(dataset);
    }
}
