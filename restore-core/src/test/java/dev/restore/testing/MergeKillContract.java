package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A JVM that is killed while it maps keys leaves everything as it was, and nothing of its temporary tables. */
interface MergeKillContract extends FaultBench, OtherProcess {

    private TestBackup others() {
        return new TestBackup()
                .table(
                        "library_author",
                        "{'id':1,'name':'old','boss':2}",
                        "{'id':2,'name':'new','boss':3}",
                        "{'id':3,'name':'old boss','boss':null}")
                .table(
                        "library_book",
                        "{'id':1,'author_id':1,'title':'old book','pages':9}",
                        "{'id':2,'author_id':2,'title':'new book','pages':8}");
    }

    private RestoreProcess merging(Path backup) throws Exception {
        return new RestoreProcess(List.of(), List.of("-Drestore.merge=true"), url(), backup, batchRows(), false);
    }

    @Test
    default void aMergeSurvivesAKillBetweenItsSteps() throws Exception {
        createLibrary();
        fillLibrary();
        Path backup = others().directory(temp().resolve("backup"));
        List<String> steps = steps(backup);
        assertThat(steps).contains("Stage", "Map", "Move", "Verified");
        List<Integer> kills = new ArrayList<>();
        for (int i = 0; i < steps.size() && !steps.get(i).equals("Committed"); i++) {
            boolean next = i == 0 || !steps.get(i).equals(steps.get(i - 1));
            if (Faults.thorough() || (next && List.of("Map", "Move", "Verified").contains(steps.get(i)))) {
                kills.add(i + 1);
            }
        }
        for (int kill : kills) {
            DatabaseState before = DatabaseState.of(db());
            leaveToOthers();
            try (RestoreProcess victim = merging(backup)) {
                assertThat(KillContract.stepsTo(kill, victim)).contains(steps.get(kill - 1));
                victim.kill();
            }
            assertAsBefore(before);
        }
        leaveToOthers();
        try (RestoreProcess process = merging(backup)) {
            process.goOnToTheEnd();
            process.endWell();
        }
        assertThat(
                        db().rows(
                                        "select a.name, b.name from library_author a left join library_author b on b.id = a.boss order by 1"))
                .containsExactlyInAnyOrder("new|old boss", "old boss|∅", "old|new");
        assertThat(
                        db().rows(
                                        "select b.title, b.pages, a.name from library_book b join library_author a on a.id = b.author_id order by 1"))
                .containsExactlyInAnyOrder("new book|8|new", "old book|9|old", "older book|4|old boss");
    }

    /** Returns where a merge stands still, which is ended before it commits. */
    private List<String> steps(Path backup) throws Exception {
        List<String> steps = new ArrayList<>();
        leaveToOthers();
        try (RestoreProcess process = merging(backup)) {
            Optional<String> step = process.goOn();
            while (!step.equals(Optional.of("Committed"))) {
                steps.add(step.orElseThrow());
                if (step.get().equals("Verified")) {
                    break;
                }
                step = process.goOn();
            }
            process.kill();
        }
        return steps;
    }
}
