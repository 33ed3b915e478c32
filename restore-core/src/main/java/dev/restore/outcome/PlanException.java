package dev.restore.outcome;

import java.util.List;

/** A restore that cannot be done on this target as wished. Nothing was changed. Lists all problems, not the first. */
public final class PlanException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Creates an exception from at least one problem. */
    public PlanException(List<Problem> problems) {
        super(Phase.PLAN, false, describe(problems), null);
        this.problems = List.copyOf(problems);
    }

    private static String describe(List<Problem> problems) {
        if (problems.size() == 1) {
            return problems.get(0).describe();
        }
        StringBuilder text = new StringBuilder().append(problems.size()).append(" problems:");
        for (Problem problem : problems) {
            text.append("\n- ").append(problem.describe());
        }
        return text.toString();
    }

    /** Returns all problems; empty after serialization, when only the message is left. */
    @Override
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }

    @Override
    RestoreException copy() {
        return new PlanException(problems());
    }
}
