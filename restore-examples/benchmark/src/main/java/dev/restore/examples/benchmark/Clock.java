package dev.restore.examples.benchmark;

/** Which time counts in a case. */
enum Clock {
    WHOLE_PROCESS("whole process"),
    INSIDE("inside the JVM");

    final String text;

    Clock(String text) {
        this.text = text;
    }

    double of(Measurement measurement) {
        return this == WHOLE_PROCESS ? measurement.whole() : measurement.inside();
    }
}
