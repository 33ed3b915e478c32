package dev.restore.backup.layout;

import dev.restore.backup.RowShape;
import dev.restore.backup.Survey.SurveyedField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one file holds, as its content shows. */
public sealed interface Shape {

    /** Rows. */
    sealed interface Rows extends Shape {
        /** Returns the shape in words, as the end of "directory of". */
        String words();

        /** Returns whether the rows are records of a Django dump. */
        default boolean django() {
            return false;
        }

        /** Returns whether all records stand side by side, so that reading can begin at any of them. */
        default boolean alike() {
            return true;
        }

        /** Returns whether each record stands on a line, rather than in an array. */
        default boolean lines() {
            return false;
        }

        /** Returns whether all rows are of the one table that the file is named after. */
        default boolean oneTable() {
            return false;
        }
    }

    /** An array of rows of one table. */
    record Array() implements Rows {
        @Override
        public String words() {
            return "JSON tables";
        }

        @Override
        public boolean oneTable() {
            return true;
        }
    }

    /** One row of one table on each line. */
    record Lines() implements Rows {
        @Override
        public String words() {
            return "NDJSON tables";
        }

        @Override
        public boolean lines() {
            return true;
        }

        @Override
        public boolean oneTable() {
            return true;
        }
    }

    /**
     * A Django dump.
     *
     * @param lines whether each record stands on its line, rather than in one array
     */
    record Django(boolean lines) implements Rows {
        @Override
        public String words() {
            return lines ? "Django dump (JSONL)" : "Django dump";
        }

        @Override
        public boolean django() {
            return true;
        }
    }

    /**
     * An object of tables.
     *
     * @param wrapper the field that the tables are in, null when they are at the top
     * @param names the fields that hold rows, as far as it was read to recognise it
     * @param expectedRows the row counts that it states, as far as it was read
     * @param fields its fields when it could also be one row of the table that the file is named after, empty when it cannot
     * @param byId those of its tables that are objects of rows by keys which do not look like ids
     */
    record Tables(
            @Nullable String wrapper,
            List<String> names,
            Map<String, Long> expectedRows,
            List<SurveyedField> fields,
            Set<String> byId)
            implements Rows {
        public Tables {
            byId = Set.copyOf(byId);
            names = List.copyOf(names);
            expectedRows = Map.copyOf(expectedRows);
            fields = List.copyOf(fields);
        }

        @Override
        public String words() {
            return "object of tables";
        }

        @Override
        public boolean alike() {
            return false;
        }
    }

    /**
     * One object with values, which is the only row of its table if it stands among tables.
     *
     * @param proposal what to say of objects in it that could be rows, empty where there are none
     */
    record Single(String proposal) implements Rows {
        @Override
        public String words() {
            return "JSON tables";
        }

        @Override
        public boolean alike() {
            return false;
        }

        @Override
        public boolean oneTable() {
            return true;
        }
    }

    /**
     * An object of the rows of one table by their ids.
     *
     * @param any whether these may be any text
     */
    record Keyed(boolean any) implements Rows {
        @Override
        public String words() {
            return "JSON tables by id";
        }

        @Override
        public boolean alike() {
            return false;
        }

        @Override
        public boolean oneTable() {
            return true;
        }
    }

    /**
     * Rows whose backslashes were doubled by COPY's text format.
     *
     * @param lines whether each row stands on its line, rather than in one array
     */
    record Copied(boolean lines) implements Rows {
        @Override
        public String words() {
            return (lines ? "NDJSON" : "JSON") + " tables in COPY's text format";
        }

        @Override
        public boolean oneTable() {
            return true;
        }
    }

    /** Rows of one table, in objects one after the other that take several lines each. */
    record Objects() implements Rows {
        @Override
        public String words() {
            return "JSON objects one after the other";
        }

        @Override
        public boolean lines() {
            return true;
        }

        @Override
        public boolean oneTable() {
            return true;
        }
    }

    /**
     * Rows where a declaration says.
     *
     * @param writer what wrote them, in words
     * @param where where they are
     * @param lines whether each record stands on its line, rather than in one array
     * @param columns the names of the columns, for rows that are arrays
     * @param bulk whether a record with the table's name stands in front of each row
     * @param damaged what to add where the JSON is not valid, empty for nothing
     * @param by who says that the rows are there
     */
    record Declared(
            String writer, RowShape where, boolean lines, List<String> columns, boolean bulk, String damaged, By by)
            implements Rows {
        /** Who says where the rows are. */
        public enum By {
            /** The marks of its writer. */
            WRITER,
            /** The caller, who knows. */
            CALLER,
            /** The target, which has the table that the file is named after and not the one that it seems to hold. */
            TARGET
        }

        public Declared {
            columns = List.copyOf(columns);
        }

        @Override
        public String words() {
            return writer;
        }

        @Override
        public boolean alike() {
            return where.rows().isEmpty();
        }

        @Override
        public boolean oneTable() {
            return where.table() instanceof RowShape.TableFrom.File || where.fixedTable() != null;
        }
    }

    /**
     * Nothing, which some writers mean as a table without rows.
     *
     * @param bytes how many blanks it holds
     */
    record Empty(long bytes) implements Shape {}

    /**
     * An object without rows that states row counts.
     *
     * @param expectedRows the row counts that it states
     */
    record Metadata(Map<String, Long> expectedRows) implements Shape {
        public Metadata {
            expectedRows = Map.copyOf(expectedRows);
        }
    }

    /**
     * An object that can be no row.
     *
     * @param what what it is, a phrase
     */
    record NoRow(String what) implements Shape {}

    /**
     * Nothing that is read.
     *
     * @param seen what it is instead, as the end of a sentence that starts with its name
     */
    record Other(String seen) implements Shape {}

    /**
     * Something that is known and not read.
     *
     * @param what what it is and what to do, as the end of a sentence that starts with its name
     */
    record Refused(String what) implements Shape {}
}
