package dev.restore.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.restore.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** A dialect is found by its service, and knows of Restore only what a dialect needs. */
interface BoundaryContract extends ContractCase {

    @Test
    default void exactlyOneDialectTakesThisDatabase() throws Exception {
        try (Connection connection = db().dataSource().getConnection()) {
            List<String> ids = ServiceLoader.load(Dialect.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(dialect -> supports(dialect, connection))
                    .map(Dialect::id)
                    .toList();
            assertThat(ids).containsExactly(db().dialect());
        }
    }

    private static boolean supports(Dialect dialect, Connection connection) {
        try {
            return dialect.supports(connection.getMetaData());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void theDialectKnowsOnlyCatalogAndServiceInterface() {
        Dialect dialect = ServiceLoader.load(Dialect.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.id().equals(db().dialect()))
                .findFirst()
                .orElseThrow();
        JavaClasses production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(dialect.getClass().getPackageName());
        assertThat(production.stream().map(JavaClass::getName))
                .contains(dialect.getClass().getName());
        noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.restore..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "dev.restore.catalog", "dev.restore.dialect..")))
                .check(production);
    }
}
