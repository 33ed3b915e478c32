package dev.restore.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.restore.dialect.Dialect;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * A dialect knows of Restore only what a dialect needs. No part of what the author of a dialect gets, who needs no ArchUnit for the tests.
 */
public interface DialectPackageContract extends ContractCase {

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
