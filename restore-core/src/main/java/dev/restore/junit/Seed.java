package dev.restore.junit;

import dev.restore.seed.SeedScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Brings the database into the state of its files before each test: loads them the first time, and then puts back what a test has changed,
 * rows and the next ids.
 *
 * <p>On a method it adds its files to those of the class, and on a nested class to those of the class around it; the other settings are
 * those of the innermost annotation. A test or one of its methods before and after each may take a {@link dev.restore.seed.SeedReport} as
 * parameter, and a {@link dev.restore.outcome.RestoreReport} where there is one file or directory; and with {@link SeedIsolation#WORKER} it
 * has to take its {@link javax.sql.DataSource}.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeedExtension.class)
@SuppressWarnings("exports")
public @interface Seed {

    /**
     * The files and directories, in order: whatever a restore reads. Each is looked for on the class path, first in the package of the test
     * class and then from the root, and then in the file system; {@code classpath:} and {@code file:} say which. Default: none, so that the
     * state is what was there before the first test.
     */
    String[] value() default {};

    /** How much of the database belongs to the state. */
    SeedScope scope() default SeedScope.SCHEMA;

    /** Tables that are kept out of the state, beside those of Flyway and Liquibase. */
    String[] keep() default {};

    /** The schema; default: the connection's own. */
    String schema() default "";

    /**
     * Whether {@link dev.restore.backup.Placeholders} in the files are filled, days being those of UTC; also where an annotation around
     * this one says so.
     */
    boolean placeholders() default false;

    /** Whether all contents are compared after each reset. */
    boolean verify() default false;

    /**
     * Whether the test has a database of its own while others run. Default: no, tests of one database run one after the other, also where
     * classes run side by side.
     */
    SeedIsolation isolation() default SeedIsolation.NONE;

    /**
     * The name of the field or method of the test class that has the data source, or of the bean in Spring's context. Default: the only
     * one of that type.
     */
    String dataSource() default "";
}
