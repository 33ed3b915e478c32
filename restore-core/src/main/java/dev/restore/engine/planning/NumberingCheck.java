package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.UnownedSequences;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the sequences that the caller names, and says which columns may be numbered by one that nobody names. */
final class NumberingCheck {

    private final Catalog catalog;
    private final Dialect.Session session;

    NumberingCheck(Catalog catalog, Dialect.Session session) {
        this.catalog = catalog;
        this.session = session;
    }

    /** Returns what is wrong with the sequences that the caller names, by {@code table.column}. */
    List<Problem> problems(Map<String, String> named) {
        List<Problem> problems = new ArrayList<>();
        named.forEach((place, name) -> problem(place, name)
                .map(message -> new Problem(
                        Problem.Kind.BAD_OPTION,
                        place,
                        message,
                        "Correct the option (sequence, --sequence) or leave it out."))
                .ifPresent(problems::add));
        return problems;
    }

    private Optional<String> problem(String place, String name) {
        String option = "The option that says that sequence " + name + " numbers " + place;
        if (catalog.sequences().isEmpty()) {
            return Optional.of(option + " names a sequence, and none is known in this database.");
        }
        List<Sequence> sequences = UnownedSequences.find(catalog, name);
        if (sequences.size() != 1) {
            return Optional.of(
                    option + (sequences.isEmpty() ? " names a sequence that does not exist." : " fits several."));
        }
        if (UnownedSequences.table(catalog, place).isEmpty()) {
            return Optional.of(option + " names a table that does not exist.");
        }
        Optional<Column> column = UnownedSequences.column(catalog, place);
        if (column.isEmpty()) {
            return Optional.of(option + " names a column that does not exist.");
        }
        return UnownedSequences.mayBeNumbered(column.get())
                ? Optional.empty()
                : Optional.of(
                        option + " names a column that is numbered or computed by the database itself, or holds neither"
                                + " whole numbers nor texts.");
    }

    /** Returns which columns of the loaded tables may get numbers that are taken, a sentence each. */
    List<String> notes(List<Table> loaded) {
        List<String> notes = new ArrayList<>(session.numbering().doubts(loaded));
        Set<TableName> used = new HashSet<>();
        catalog.tables()
                .forEach(table -> table.columns().stream()
                        .map(Column::sequence)
                        .filter(Objects::nonNull)
                        .forEach(sequence -> used.add(sequence.name())));
        List<TableName> free = catalog.sequences().stream()
                .map(Sequence::name)
                .filter(name -> !used.contains(name))
                .toList();
        Set<TableName> said = new HashSet<>();
        for (Table table : loaded) {
            Optional<Column> key = UnownedSequences.unnumberedKey(table);
            List<TableName> near = free.stream()
                    .filter(name -> Objects.equals(name.schema(), table.name().schema()))
                    .toList();
            if (key.isPresent() && !near.isEmpty()) {
                said.addAll(near);
                String column = catalog.spell(table.name()) + "." + key.get().name();
                notes.add("Nothing says where the numbers of " + column
                        + " come from, and no column is known to draw from "
                        + near.stream().limit(5).map(catalog::spell).collect(Collectors.joining(", "))
                        + (near.size() > 5 ? " and " + (near.size() - 5) + " other sequences" : "")
                        + ": if a program does, the next one may be taken. Say it (sequence, --sequence) by " + column
                        + "="
                        + catalog.spell(near.get(0)) + ", and it is set past the rows.");
            }
        }
        free.stream().filter(name -> !said.contains(name)).forEach(name -> {
            loaded.stream()
                    .filter(table -> UnownedSequences.isNamedAfter(name.name(), table.name()))
                    .max(Comparator.comparingInt(table -> table.name().name().length()))
                    .ifPresent(table -> notes.add("No column is known to draw from sequence " + catalog.spell(name)
                            + ", which is named after table " + catalog.spell(table.name())
                            + ": if a program numbers its rows by it, the next number may be taken. Say it (sequence,"
                            + " --sequence) by " + catalog.spell(table.name()) + ".COLUMN=" + catalog.spell(name)
                            + ", and it is set past the rows."));
        });
        return notes;
    }
}
