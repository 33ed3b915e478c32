/** Puts JSON backups into relational databases. {@link dev.restore.Restore} is where to start. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.restore.core {
    requires transitive java.sql;
    requires transitive org.jdbi.v3.core;
    requires org.slf4j;
    requires tools.jackson.core;
    requires org.apache.commons.compress;
    requires static com.exceptionfactory.jagged;
    requires static com.exceptionfactory.jagged.framework;
    requires static com.exceptionfactory.jagged.x25519;
    requires static org.bouncycastle.provider;
    requires static com.google.errorprone.annotations;
    requires static org.apiguardian.api;
    requires static transitive org.jspecify;
    requires static org.junit.jupiter.api;

    exports dev.restore;
    exports dev.restore.backup;
    exports dev.restore.catalog;
    exports dev.restore.dialect;
    exports dev.restore.dialect.standard;
    exports dev.restore.dialect.value;
    exports dev.restore.history;
    exports dev.restore.junit;
    exports dev.restore.outcome;
    exports dev.restore.plan;
    exports dev.restore.seed;

    uses dev.restore.dialect.Dialect;

    provides dev.restore.dialect.Dialect with
            dev.restore.dialect.h2.H2Dialect;
}
