package dev.restore.examples.benchmark;

import java.util.Arrays;
import java.util.List;

/**
 * What one system took in the runs of one case.
 *
 * @param peer the system
 * @param runs one measurement a run
 */
record Series(String peer, List<Measurement> runs) {

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double[] seconds(Clock clock) {
        return runs.stream().mapToDouble(clock::of).toArray();
    }

    double median(Clock clock) {
        return median(seconds(clock));
    }

    double memory() {
        return median(runs.stream().mapToDouble(Measurement::memory).toArray());
    }

    double figure(String name) {
        return median(runs.stream()
                .mapToDouble(run -> run.figures().getOrDefault(name, Double.NaN))
                .toArray());
    }

    /** Returns the median of this one's time divided by the other's within the same run. */
    double ratio(Series other, Clock clock) {
        double[] ratios = new double[runs.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = clock.of(runs.get(i)) / clock.of(other.runs().get(i));
        }
        return median(ratios);
    }
}
