package dev.restore.examples.quickstart;

/** Starts here. */
public final class Quickstart {

    private Quickstart() {}

    /** Starts the program. */
    public static void main(String[] arguments) {}
}
