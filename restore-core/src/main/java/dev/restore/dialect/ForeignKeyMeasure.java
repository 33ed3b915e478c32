package dev.restore.dialect;

import java.util.Objects;

/**
 * How foreign keys are kept out of the way while rows are loaded. They are checked in the end whatever the measure.
 *
 * @param kind what is done
 * @param anyOrder whether tables and rows may come in any order; otherwise parents must come first
 * @param reason why this one was chosen, one clause, for the plan
 * @param optimistic whether some data defeat it although there is another measure for them, which a session names when it is
 *     asked with a safe scope
 */
public record ForeignKeyMeasure(Kind kind, boolean anyOrder, String reason, boolean optimistic) {

    /** Creates a measure that is not optimistic. */
    public ForeignKeyMeasure(Kind kind, boolean anyOrder, String reason) {
        this(kind, anyOrder, reason, false);
    }

    public ForeignKeyMeasure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
    }

    /** What is done about foreign keys during the load. */
    public enum Kind {
        /** Nothing: no foreign key touches the tables. */
        NONE("no foreign keys"),
        /** Nothing: parents are loaded before children. */
        ORDER("parents before children"),
        /** Enforced at once, whatever was said before: parents are loaded before children and committed before them. */
        ENFORCE("enforced row by row"),
        /** Deferrable constraints are checked at the end of the transaction. */
        DEFER("deferred to the end of the transaction"),
        /** Rows go in without references within their table or circle of tables, which are set when all rows are there. */
        LATE("parents before children; references within a table or circle are set when all rows are in"),
        /** Constraints are made deferrable for the transaction and put back within it. */
        MAKE_DEFERRABLE("made deferrable within the transaction and put back"),
        /** The database's enforcement is switched off for this connection or these tables, and all keys checked after. */
        SWITCH_OFF("switched off for the load and checked afterwards");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns the measure in words, for the plan. */
        @Override
        public String toString() {
            return words;
        }
    }
}
