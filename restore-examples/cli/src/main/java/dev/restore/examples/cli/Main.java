package dev.restore.examples.cli;

/** Starts here. */
public final class Main {

    private Main() {}

    /** Starts the program. */
    public static void main(String[] arguments) {}
}
