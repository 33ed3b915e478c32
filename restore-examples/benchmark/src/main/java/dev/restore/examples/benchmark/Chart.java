package dev.restore.examples.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws time and memory against rows, one line a system, as SVG; both axes are logarithmic. */
final class Chart {

    private static final int WIDTH = 460;
    private static final int HEIGHT = 320;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int GAP = 90;
    private static final List<String> COLOURS =
            List.of("#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#8c564b", "#7f7f7f", "#e377c2", "#17becf");

    private final Map<String, Map<Double, Double>> time = new LinkedHashMap<>();
    private final Map<String, Map<Double, Double>> memory = new LinkedHashMap<>();

    /** Takes the loads of one table with nothing but a key into PostgreSQL. */
    Chart(List<Result> results) {
        for (Result result : results) {
            Case of = result.of();
            if (of.engine() == Engine.POSTGRESQL
                    && of.data().name().startsWith("events-")
                    && !of.indexes()
                    && of.heap().isEmpty()) {
                for (Series series : result.series()) {
                    double rows = of.data().rows();
                    add(time, series.peer(), rows, series.median(Clock.WHOLE_PROCESS));
                    add(memory, series.peer(), rows, series.memory() / (1 << 20));
                }
            }
        }
    }

    private static void add(Map<String, Map<Double, Double>> lines, String peer, double rows, double value) {
        if (value > 0) {
            lines.computeIfAbsent(peer, name -> new TreeMap<>()).put(rows, value);
        }
    }

    boolean empty() {
        return time.isEmpty();
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        int width = 2 * (LEFT + WIDTH) + GAP;
        int height = TOP + HEIGHT + 60 + 20 * ((time.size() + 3) / 4);
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width,
                height));
        List<String> peers = new ArrayList<>(time.keySet());
        panel(svg, LEFT, "PostgreSQL, whole process: seconds against rows", time, peers);
        panel(svg, 2 * LEFT + WIDTH + GAP / 2, "most resident memory of the client: MiB against rows", memory, peers);
        for (int i = 0; i < peers.size(); i++) {
            int x = LEFT + i % 4 * 250;
            int y = TOP + HEIGHT + 50 + i / 4 * 20;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
                    x,
                    y - 6,
                    colour(i),
                    x + 20,
                    y,
                    peers.get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String colour(int peer) {
        return COLOURS.get(peer % COLOURS.size());
    }

    private static void panel(
            StringBuilder svg, int left, String title, Map<String, Map<Double, Double>> lines, List<String> peers) {
        Axis rows = Axis.of(
                lines.values().stream().flatMap(line -> line.keySet().stream()).toList());
        Axis values = Axis.of(
                lines.values().stream().flatMap(line -> line.values().stream()).toList());
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>%n",
                left,
                TOP - 12,
                title,
                left,
                TOP,
                WIDTH,
                HEIGHT));
        for (double power : rows.powers()) {
            mark(svg, left + WIDTH * rows.place(power), TOP + HEIGHT + 18.0, "middle", power);
        }
        for (double power : values.powers()) {
            mark(svg, left - 6.0, TOP + HEIGHT * (1 - values.place(power)) + 4, "end", power);
        }
        for (Map.Entry<String, Map<Double, Double>> line : lines.entrySet()) {
            StringBuilder points = new StringBuilder();
            line.getValue()
                    .forEach((x, y) -> points.append(String.format(
                            Locale.ROOT,
                            "%.1f,%.1f ",
                            left + WIDTH * rows.place(x),
                            TOP + HEIGHT * (1 - values.place(y)))));
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                    points.toString().strip(),
                    colour(peers.indexOf(line.getKey()))));
        }
    }

    private static void mark(StringBuilder svg, double x, double y, String anchor, double value) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value)));
    }

    /** A logarithmic axis between two powers of ten. */
    private record Axis(int from, int to) {

        static Axis of(List<Double> values) {
            double least =
                    values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
            double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(10);
            int from = (int) Math.floor(Math.log10(least));
            return new Axis(from, Math.max(from + 1, (int) Math.ceil(Math.log10(most))));
        }

        double place(double value) {
            return (Math.log10(value) - from) / (to - from);
        }

        double[] powers() {
            double[] powers = new double[to - from + 1];
            for (int i = 0; i < powers.length; i++) {
                powers[i] = Math.pow(10, from + i);
            }
            return powers;
        }
    }
}
