package dev.restore.examples.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Set;

/** The person in front of the program, if there is one. */
interface Terminal {

    /** Returns whether somebody can be asked. */
    boolean present();

    /** Asks a question and returns whether the answer was yes. */
    boolean confirm(String question);

    /** The terminal that the program was started from. */
    @SuppressWarnings("SystemConsoleNull")
    static Terminal system() {
        Console console = System.console();
        boolean real = console != null && isTerminal(console);
        return new Terminal() {
            @Override
            public boolean present() {
                return real;
            }

            @Override
            public boolean confirm(String question) {
                String answer = console == null ? null : console.readLine("%s [y/N] ", question);
                return answer != null
                        && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
            }
        };
    }

    /** Since Java 22 there is a console even where there is no terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
