package dev.restore.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes the tables of an empty database, as a migration does or the start of the application: for tests with {@link SeedIsolation#WORKER}. On
 * a static method with one parameter, the {@link javax.sql.DataSource}, of the test class, of one that it extends, or of one around it. It is
 * called once for each database, of which there are as many as tests run at once; test classes that have the same method share them.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SeedTables {}
