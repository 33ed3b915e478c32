package dev.restore.examples.benchmark;

import java.util.Locale;

/** What a case must show. */
sealed interface Bar {

    /** At most this share of another system's time. */
    record Share(String of, double limit) implements Bar {}

    /** At least so many times as fast as another system. */
    record Times(String as, double limit) implements Bar {}

    /** At most so many seconds. */
    record Seconds(double limit) implements Bar {}

    /** At least this value of a further figure. */
    record Figure(String name, double limit) implements Bar {}

    /** Returns it in words. */
    default String text() {
        if (this instanceof Share share) {
            return String.format(Locale.ROOT, "≤ %.2f of the time of %s", share.limit(), share.of());
        }
        if (this instanceof Times times) {
            return String.format(Locale.ROOT, "≥ %.1f times as fast as %s", times.limit(), times.as());
        }
        if (this instanceof Seconds seconds) {
            return String.format(Locale.ROOT, "≤ %.1f s", seconds.limit());
        }
        Figure figure = (Figure) this;
        return String.format(Locale.ROOT, "%s ≥ %.2f", figure.name(), figure.limit());
    }
}
