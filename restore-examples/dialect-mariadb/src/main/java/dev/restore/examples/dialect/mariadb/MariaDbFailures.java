package dev.restore.examples.dialect.mariadb;

import dev.restore.dialect.Failure;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardFailures;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What MariaDB throws. */
final class MariaDbFailures extends StandardFailures {

    private static final int CHECK_FAILED = 4025;
    private static final int NO_DEFAULT_FOR_FIELD = 1364;
    private static final Pattern CHECK = Pattern.compile("CONSTRAINT `[^`]*` failed");

    MariaDbFailures(SqlDatabase database) {
        super(database);
    }

    /** A row that leaves out a column which must have a value is refused with the state of errors that have none. */
    @Override
    public Failure diagnose(SQLException failure) {
        return failure.getErrorCode() == NO_DEFAULT_FOR_FIELD ? new Failure.SomeRow(null) : super.diagnose(failure);
    }

    /** The name of a constraint tells nothing of the row, and JDBC does not know it. */
    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        String said = String.valueOf(failure.getMessage());
        Matcher check = CHECK.matcher(said);
        return failure.getErrorCode() == CHECK_FAILED && check.find()
                ? check.group()
                : super.message(failure, redaction);
    }
}
