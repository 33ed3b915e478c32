package dev.restore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LoadOrderTest {

    @Test
    void putsParentsBeforeChildren() {
        Catalog catalog = catalog(table("child", "parent"), table("parent", "root"), table("root"));

        assertThat(names(LoadOrder.of(catalog, catalog.tables()))).containsExactly("root", "parent", "child");
    }

    @Test
    void keepsTablesOfACycleInOneGroup() {
        Catalog catalog = catalog(table("store", "staff"), table("staff", "store"), table("rental", "staff"));

        LoadOrder order = LoadOrder.of(catalog, catalog.tables());

        assertThat(order.cycles()).hasSize(1);
        assertThat(order.cycles().get(0))
                .extracting(table -> table.name().name())
                .containsExactlyInAnyOrder("store", "staff");
        assertThat(order.level(new TableName(null, "rental"))).isEqualTo(1);
    }

    @Test
    void aSelfReferenceIsNoCycle() {
        Catalog catalog = catalog(table("employee", "employee"));

        assertThat(LoadOrder.of(catalog, catalog.tables()).cycles()).isEmpty();
    }

    @Test
    void ignoresReferencesToTablesThatAreNotLoaded() {
        Catalog catalog = catalog(table("child", "parent"), table("parent"));

        LoadOrder order = LoadOrder.of(catalog, List.of(catalog.tables().get(0)));

        assertThat(names(order)).containsExactly("child");
        assertThat(order.level(new TableName(null, "child"))).isZero();
    }

    @Test
    void followsTheForeignKeysOfPartitions() {
        Table part = new Table(
                new TableName(null, "part"),
                Table.Kind.PARTITION,
                List.of(),
                List.of(),
                List.of(key("part", "customer")),
                List.of(),
                new TableName(null, "payment"));
        Table payment = new Table(
                new TableName(null, "payment"),
                Table.Kind.PARTITIONED,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null);
        Catalog catalog = catalog(payment, part, table("customer"));

        LoadOrder order =
                LoadOrder.of(catalog, List.of(payment, catalog.tables().get(2)));

        assertThat(names(order)).containsExactly("customer", "payment");
    }

    @Test
    void followsAChainLongerThanTheStackIsDeep() {
        Table[] chain = IntStream.range(0, 20_000)
                .mapToObj(i -> i == 0 ? table("t0") : table("t" + i, "t" + (i - 1)))
                .toArray(Table[]::new);
        Catalog catalog = catalog(chain);
        List<Table> reversed = new ArrayList<>(catalog.tables());
        Collections.reverse(reversed);

        assertThat(names(LoadOrder.of(catalog, reversed)))
                .startsWith("t0", "t1")
                .endsWith("t19999");
    }

    @RepeatedTest(50)
    void groupsAreExactlyTheTablesThatReachEachOther(RepetitionInfo repetition) {
        long seed = 4711L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int size = 1 + random.nextInt(12);
        Table[] tables = new Table[size];
        for (int i = 0; i < size; i++) {
            tables[i] = table(
                    "t" + i,
                    IntStream.range(0, random.nextInt(3))
                            .mapToObj(n -> "t" + random.nextInt(size))
                            .toArray(String[]::new));
        }
        Catalog catalog = catalog(tables);

        LoadOrder order = LoadOrder.of(catalog, catalog.tables());

        Set<String> seen = new HashSet<>();
        for (Set<Table> group : order.groups()) {
            Set<String> members =
                    group.stream().map(table -> table.name().name()).collect(Collectors.toSet());
            for (Table table : group) {
                Set<String> reached = reach(catalog, table);
                Set<String> mutual = reached.stream()
                        .filter(other -> reach(catalog, find(catalog, other))
                                .contains(table.name().name()))
                        .collect(Collectors.toSet());
                mutual.add(table.name().name());
                assertThat(members).as("seed %d", seed).isEqualTo(mutual);
                reached.removeAll(members);
                assertThat(seen).as("seed %d", seed).containsAll(reached);
            }
            seen.addAll(members);
        }
        assertThat(seen).as("seed %d", seed).hasSize(size);
    }

    private static Set<String> reach(Catalog catalog, Table start) {
        Set<String> reached = new HashSet<>();
        List<Table> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            for (ForeignKey key : open.remove(0).foreignKeys()) {
                String next = key.referencedTable().name();
                if (reached.add(next)) {
                    open.add(find(catalog, next));
                }
            }
        }
        return reached;
    }

    private static Table find(Catalog catalog, String name) {
        return catalog.table(new TableName(null, name)).orElseThrow();
    }

    private static List<String> names(LoadOrder order) {
        return order.tables().stream().map(table -> table.name().name()).toList();
    }

    private static Catalog catalog(Table... tables) {
        return new Catalog(null, Arrays.asList(tables));
    }

    private static Table table(String name, String... parents) {
        return new Table(
                new TableName(null, name),
                Table.Kind.TABLE,
                List.of(),
                List.of(),
                Arrays.stream(parents).map(parent -> key(name, parent)).toList(),
                List.of(),
                null);
    }

    private static ForeignKey key(String table, String parent) {
        return new ForeignKey(
                "",
                new TableName(null, table),
                List.of("parent_id"),
                new TableName(null, parent),
                List.of("id"),
                ForeignKey.Action.NO_ACTION,
                ForeignKey.Deferrability.NOT_DEFERRABLE,
                true);
    }
}
