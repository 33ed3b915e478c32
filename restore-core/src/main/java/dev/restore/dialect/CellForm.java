package dev.restore.dialect;

/**
 * What the values of a column are apart from how they are written: cells that the column keeps as the same value add the
 * same to a hash, be they from a backup or from a {@link TableReader}. Stateless or used by one thread.
 */
@FunctionalInterface
public interface CellForm {

    /**
     * Adds the value of a cell that is not null.
     *
     * @throws ValueException when this side of the driver cannot tell which value the column keeps for it
     */
    void digest(Rows rows, int row, int column, CellHash hash) throws ValueException;

    /**
     * Returns whether different hashes mean different values. Otherwise the text that the database shows for a value may
     * differ from the one that it was given, so that only equal hashes say something.
     */
    default boolean certain() {
        return true;
    }

    /** Returns this form as one whose differences mean nothing. */
    default CellForm uncertain() {
        CellForm form = this;
        return new CellForm() {
            @Override
            public void digest(Rows rows, int row, int column, CellHash hash) throws ValueException {
                form.digest(rows, row, column, hash);
            }

            @Override
            public boolean certain() {
                return false;
            }
        };
    }
}
