package dev.restore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may know whom. Arrows run only upward in the table of packages, and the engine is hidden. */
class PackageRulesTest {

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.restore");

    private static final String ROOT = "dev.restore.";

    /** An arrow may only point down each of these lists. */
    private static final List<String> ENGINE = List.of(
            "engine.drill",
            "engine.cycle",
            "engine.restore",
            "engine.resume",
            "engine.merge",
            "engine.load",
            "engine.step",
            "engine.export",
            "engine.verify",
            "engine.planning",
            "engine.content",
            "engine.reject",
            "engine.intake",
            "engine.stage",
            "engine.keys",
            "engine.batch",
            "engine.value",
            "engine.references",
            "engine.match",
            "engine.recording",
            "engine.session",
            "engine.options");

    private static final List<String> BACKUP = List.of(
            "backup.write",
            "backup.format",
            "backup.rows",
            "backup.layout",
            "backup.manifest",
            "backup.files",
            "backup.archive",
            "backup.json",
            "backup.reading",
            "backup",
            "backup.age",
            "backup.stream",
            "backup.names");

    private static final List<String> DIALECT = List.of("dialect.h2", "dialect.standard", "dialect.value", "dialect");

    @Test
    void packagesOnlyKnowThoseAboveThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.restore..")
                .layer("catalog")
                .definedBy("dev.restore.catalog")
                .layer("outcome")
                .definedBy("dev.restore.outcome")
                .layer("history")
                .definedBy("dev.restore.history")
                .layer("dialect")
                .definedBy("dev.restore.dialect..")
                .layer("backup")
                .definedBy("dev.restore.backup..")
                .layer("plan")
                .definedBy("dev.restore.plan")
                .layer("engine")
                .definedBy("dev.restore.engine..")
                .layer("entry")
                .definedBy("dev.restore")
                .layer("seed")
                .definedBy("dev.restore.seed")
                .layer("junit")
                .definedBy("dev.restore.junit")
                .whereLayer("catalog")
                .mayNotAccessAnyLayer()
                .whereLayer("outcome")
                .mayOnlyAccessLayers("catalog")
                .whereLayer("history")
                .mayOnlyAccessLayers("outcome")
                .whereLayer("dialect")
                .mayOnlyAccessLayers("catalog")
                .whereLayer("backup")
                .mayOnlyAccessLayers("catalog", "outcome")
                .whereLayer("plan")
                .mayOnlyAccessLayers("catalog", "backup", "dialect", "outcome")
                .whereLayer("engine")
                .mayOnlyAccessLayers("catalog", "backup", "dialect", "outcome", "plan", "history")
                .whereLayer("entry")
                .mayOnlyBeAccessedByLayers("seed")
                .whereLayer("seed")
                .mayOnlyAccessLayers("entry", "catalog", "backup", "dialect", "outcome", "plan", "engine")
                .whereLayer("junit")
                .mayOnlyAccessLayers("seed", "backup", "outcome")
                .whereLayer("junit")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(PRODUCTION);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.restore.(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void onlyReadingRunningAndWritersOfJsonKnowJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.restore.backup..", "dev.restore.engine..")
                .and()
                .haveSimpleNameNotEndingWith("Json")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(PRODUCTION);
        classes()
                .that()
                .haveSimpleNameEndingWith("Json")
                .and()
                .resideInAnyPackage("dev.restore.outcome", "dev.restore.plan", "dev.restore.history")
                .should()
                .notBePublic()
                .check(PRODUCTION);
    }

    @Test
    void jdbiStaysOffTheRowPath() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.restore.backup..", "dev.restore.outcome", "dev.restore.plan")
                .or()
                .haveSimpleNameEndingWith("Loader")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jdbi..")
                .check(PRODUCTION);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(PRODUCTION);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(PRODUCTION);
    }

    @Test
    void nobodyPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(PRODUCTION);
    }

    /** The clock of the wall may be set while a restore runs: it tells when something was, never how long it took. */
    @Test
    void timeIsNotMeasuredByTheClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Duration.class, "between", Temporal.class, Temporal.class)
                .orShould()
                .callMethod(Instant.class, "isAfter", Instant.class)
                .orShould()
                .callMethod(Instant.class, "isBefore", Instant.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Date.class, Timer.class)
                .check(PRODUCTION);
    }

    /** The clocks of two hosts differ: whether a run is heard of is told by the clock of the history's database alone. */
    @Test
    void theHistoryLooksAtNoClockOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("dev.restore.history")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(PRODUCTION);
    }

    @Test
    void packagesWithinPartsKnowOnlyThoseBelowThem() {
        Map.of("engine", ENGINE, "backup", BACKUP, "dialect", DIALECT)
                .forEach((part, packages) -> new PackageOrder(
                                packages.stream().map(ROOT::concat).toList())
                        .check(PRODUCTION.that(JavaClass.Predicates.resideInAPackage(ROOT + part + ".."))));
    }

    @Test
    void theDialectOfH2IsBuiltFromWhatEverybodyMayUse() {
        Set<String> exported =
                Set.of(ROOT + "catalog", ROOT + "dialect", ROOT + "dialect.standard", ROOT + "dialect.value");
        assertThat(PRODUCTION.stream()
                        .filter(type -> type.getPackageName().equals(ROOT + "dialect.h2"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .filter(name -> name.startsWith(ROOT))
                        .filter(name -> !name.equals(ROOT + "dialect.h2"))
                        .collect(Collectors.toSet()))
                .isSubsetOf(exported);
    }

    /** A piece of SQL that one method returns for another to put together binds a dialect to the sentence around it. */
    @Test
    void noHookOfADialectReturnsText() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.restore.dialect.standard")
                .and()
                .areProtected()
                .should()
                .haveRawReturnType(String.class)
                .check(PRODUCTION);
    }

    @Test
    void aDialectMustSayADozenThings() {
        assertThat(Dialect.Session.class.getMethods())
                .filteredOn(method -> Modifier.isAbstract(method.getModifiers()))
                .hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void theEntryKnowsOnlyTheDoorsOfTheEngine() {
        assertThat(PRODUCTION.stream()
                        .filter(type -> type.getPackageName().equals("dev.restore"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass())
                        .filter(type -> type.getPackageName().startsWith("dev.restore.engine"))
                        .filter(type -> !type.getPackageName().equals("dev.restore.engine.options"))
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet()))
                .isSubsetOf(
                        "RestoreRun",
                        "RunMemory",
                        "BackupRun",
                        "VerifyRun",
                        "InspectRun",
                        "DrillRun",
                        "ReinitRun",
                        "StartableRun",
                        "ConnectionSource",
                        "Connections",
                        "LogContext");
    }

    /**
     * What seeds a database is built from what everybody may use, but for where connections come from and which dialect takes one, the
     * comparison with expected rows, and the choice of rows to write.
     */
    @Test
    void seedingKnowsOnlyTheSessionsAndTwoDoorsOfTheEngine() {
        assertThat(PRODUCTION.stream()
                        .filter(type -> type.getPackageName().equals(ROOT + "seed"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass())
                        .filter(type -> type.getPackageName().startsWith(ROOT + "engine"))
                        .filter(type -> !type.getPackageName().equals(ROOT + "engine.session"))
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet()))
                .isSubsetOf("ExpectedRows", "ExpectedRowsComparison", "TableDifferences", "ChosenRows");
    }

    /** A program that restores has no test framework. */
    @Test
    void onlyTheBindingToJUnitKnowsJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.restore.junit")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(PRODUCTION);
    }

    @Test
    void theModuleExportsToEverybodyOrToNobody() throws IOException {
        ModuleDescriptor module;
        try (InputStream bytes = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            module = ModuleDescriptor.read(bytes);
        }
        assertThat(module.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
        assertThat(module.opens()).isEmpty();
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(
                        "dev.restore",
                        "dev.restore.backup",
                        "dev.restore.catalog",
                        "dev.restore.dialect",
                        "dev.restore.dialect.standard",
                        "dev.restore.dialect.value",
                        "dev.restore.history",
                        "dev.restore.junit",
                        "dev.restore.outcome",
                        "dev.restore.plan",
                        "dev.restore.seed");
    }
}
