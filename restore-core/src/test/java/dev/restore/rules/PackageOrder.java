package dev.restore.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The order of packages within a part of the code: an arrow may only point down the list, and the classes of a package form no circle.
 *
 * @param packages their whole names, those that know most first
 */
public record PackageOrder(List<String> packages) {

    /** Copies the list. */
    public PackageOrder {
        packages = List.copyOf(packages);
    }

    /**
     * Fails where a class knows one of a package above its own, where classes of a package form a circle, and where the list does not name
     * all packages of these classes.
     */
    public void check(JavaClasses production) {
        assertThat(production.stream()
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(JavaClass::getPackageName)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(packages));
        for (int i = 1; i < packages.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(packages.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages.subList(0, i).toArray(String[]::new))
                    .check(production);
        }
        assertThat(circles(production)).isEmpty();
    }

    /** Returns the classes on circles and those between them. */
    private static Map<String, Set<String>> circles(JavaClasses production) {
        Map<String, Set<String>> known = new TreeMap<>();
        for (JavaClass type : production) {
            Set<String> others = known.computeIfAbsent(outermost(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(other -> other.getPackageName().equals(type.getPackageName()))
                    .map(PackageOrder::outermost)
                    .filter(other -> !other.equals(outermost(type)))
                    .forEach(others::add);
        }
        // What is on no circle can be taken away one after the other, those first that know nobody who is left.
        while (known.values().removeIf(Set::isEmpty)) {
            known.values().forEach(others -> others.retainAll(known.keySet()));
        }
        return known;
    }

    private static String outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getName();
    }
}
