package dev.restore.plan;

/** What is looked for among the values of a field while they are loaded, because the database would keep it without a word. */
public enum ValueCheck {
    /** Nothing. */
    NONE,
    /** Objects that stand for a value of another kind: they are not documents, and make their row a bad one. */
    STAND_INS,
    /** Texts of another kind than the column is declared for: they are counted. */
    COUNT_OTHER_KINDS,
    /** Values of another kind than the column is declared for: they make their row a bad one. */
    REFUSE_OTHER_KINDS
}
