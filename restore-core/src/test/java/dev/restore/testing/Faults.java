package dev.restore.testing;

/** How thoroughly faults are injected: shortly in every build, thoroughly in the profile {@code faults}. */
public final class Faults {

    private Faults() {}

    /** Returns whether the thorough loops were asked for, with the system property {@code restore.faults=long}. */
    public static boolean thorough() {
        return "long".equals(System.getProperty("restore.faults"));
    }

    /** Returns how often something is done. */
    public static int times(int usually, int thoroughly) {
        return thorough() ? thoroughly : usually;
    }
}
