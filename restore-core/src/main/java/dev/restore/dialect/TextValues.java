package dev.restore.dialect;

/** Texts from cells of any kind: numbers as their digits, booleans as words, arrays and objects as JSON. Stateless. */
public final class TextValues {

    private TextValues() {}

    /** Returns the characters of a cell that is not null. */
    public static String text(Rows rows, int row, int column) {
        return Cells.characters(rows, row, column);
    }

    /**
     * Returns the characters of a cell for a column of limited length.
     *
     * @param most the most characters (Unicode code points), or 0 for no limit
     * @throws ValueException when there are more, trailing spaces included
     */
    public static String text(Rows rows, int row, int column, int most) throws ValueException {
        requireLength(rows, row, column, most);
        return Cells.characters(rows, row, column);
    }

    /**
     * Refuses a cell with more characters than a column keeps.
     *
     * @param most the most characters (Unicode code points), or 0 for no limit
     */
    public static void requireLength(Rows rows, int row, int column, int most) throws ValueException {
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (most <= 0 || end - start <= most) {
            return;
        }
        byte[] bytes = rows.bytes();
        int characters = 0;
        for (int i = start; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                characters++;
            }
        }
        if (characters > most) {
            throw Cells.refuse(
                    rows, row, column, "of " + characters + " characters is longer than the column's " + most, "22001");
        }
    }
}
