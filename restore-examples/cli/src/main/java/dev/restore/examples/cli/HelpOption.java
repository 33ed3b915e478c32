package dev.restore.examples.cli;

import picocli.CommandLine.Option;

/** Asks for help. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean asked;
}
