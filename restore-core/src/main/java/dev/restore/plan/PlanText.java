package dev.restore.plan;

/** Writes a plan as text. */
final class PlanText {

    private PlanText() {}

    static String of(RestorePlan plan) {
        return plan.backup();
    }
}
