package dev.restore.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.restore.dialect.Dialect;
import dev.restore.rules.PackageOrder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * A dialect knows of Restore only what a dialect needs. No part of what the author of a dialect gets, who needs no ArchUnit for the tests.
 */
public interface DialectPackageContract extends ContractCase {

    /** Returns the packages in that of the dialect, those that know most first, as they are called there. */
    default List<String> innerPackages() {
        return List.of();
    }

    @Test
    default void theDialectKnowsOnlyCatalogAndServiceInterface() {
        JavaClasses production = production();
        noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.restore..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "dev.restore.catalog", "dev.restore.dialect..")))
                .check(production);
    }

    @Test
    default void itsPackagesKnowOnlyThoseBelowThem() {
        String outer = dialectType().getPackageName();
        List<String> order = new ArrayList<>(List.of(outer));
        innerPackages().forEach(inner -> order.add(outer + "." + inner));
        new PackageOrder(order).check(production());
    }

    @Test
    default void noneOfThemIsExported() throws IOException {
        ModuleDescriptor module;
        try (InputStream bytes = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            module = ModuleDescriptor.read(bytes);
        }
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .isNotEmpty()
                .noneMatch(name -> name.startsWith(dialectType().getPackageName() + "."));
    }

    private JavaClasses production() {
        Class<?> dialect = dialectType();
        JavaClasses production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(dialect.getPackageName());
        assertThat(production.stream().map(JavaClass::getName)).contains(dialect.getName());
        return production;
    }

    private Class<?> dialectType() {
        return ServiceLoader.load(Dialect.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.id().equals(db().dialect()))
                .findFirst()
                .orElseThrow()
                .getClass();
    }
}
