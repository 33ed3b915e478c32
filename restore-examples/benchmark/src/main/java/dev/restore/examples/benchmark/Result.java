package dev.restore.examples.benchmark;

import java.util.List;
import java.util.Optional;

/**
 * The outcome of a case.
 *
 * @param of the case
 * @param series what was measured, the system that must show something first
 * @param notes what was left out, and why
 */
record Result(Case of, List<Series> series, List<String> notes) {

    Series first() {
        return series.get(0);
    }

    private Optional<Series> series(String peer) {
        return series.stream().filter(each -> each.peer().equals(peer)).findFirst();
    }

    /** Returns the value that a bar is about, empty where the other system is missing. */
    Optional<Double> value(Bar bar) {
        if (bar instanceof Bar.Share share) {
            return series(share.of()).map(other -> first().ratio(other, of.clock()));
        }
        if (bar instanceof Bar.Times times) {
            return series(times.as()).map(other -> other.ratio(first(), of.clock()));
        }
        if (bar instanceof Bar.Figure figure) {
            double value = first().figure(figure.name());
            return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
        }
        return Optional.of(first().median(of.clock()));
    }

    static boolean reached(Bar bar, double value) {
        if (bar instanceof Bar.Share share) {
            return value <= share.limit();
        }
        if (bar instanceof Bar.Times times) {
            return value >= times.limit();
        }
        if (bar instanceof Bar.Seconds seconds) {
            return value <= seconds.limit();
        }
        return value >= ((Bar.Figure) bar).limit();
    }
}
