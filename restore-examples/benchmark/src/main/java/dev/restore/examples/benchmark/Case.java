package dev.restore.examples.benchmark;

import java.util.List;

/**
 * One comparison.
 *
 * @param name its name
 * @param engine the database
 * @param data the rows, in a data set's name
 * @param clock which time counts
 * @param peers the systems, the one that must show something first
 * @param bars what it must show
 * @param indexes whether the tables have three secondary indexes, two of them unique
 * @param present rows that are there before
 * @param warmups how often a job is done before it is timed
 * @param repeats how often it is timed
 * @param heap the heap of each JVM, as -Xmx takes it, or an empty text for that of the command line
 * @param server how the server is set up, if there is one
 */
record Case(
        String name,
        Engine engine,
        Dataset data,
        Clock clock,
        List<String> peers,
        List<Bar> bars,
        boolean indexes,
        long present,
        int warmups,
        int repeats,
        String heap,
        Postgres.Setup server) {

    static Case load(String name, Engine engine, Dataset data, Clock clock, List<String> peers, Bar... bars) {
        return new Case(name, engine, data, clock, peers, List.of(bars), false, 0, 0, 1, "", Postgres.Setup.DEFAULTS);
    }

    Case indexed() {
        return new Case(name, engine, data, clock, peers, bars, true, present, warmups, repeats, heap, server);
    }

    Case into(long rowsPresent) {
        return new Case(name, engine, data, clock, peers, bars, indexes, rowsPresent, warmups, repeats, heap, server);
    }

    Case warm(int before, int timed) {
        return new Case(name, engine, data, clock, peers, bars, indexes, present, before, timed, heap, server);
    }

    Case within(String mostHeap) {
        return new Case(name, engine, data, clock, peers, bars, indexes, present, warmups, repeats, mostHeap, server);
    }

    Case on(Postgres.Setup other) {
        return new Case(name, engine, data, clock, peers, bars, indexes, present, warmups, repeats, heap, other);
    }
}
