package dev.restore.engine.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.SafetyBackup;
import dev.restore.plan.Verify;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RestoreOptionsTest {

    private static final Path PATH = Path.of("somewhere");
    private static final RestoreOptions DEFAULTS = RestoreOptions.defaults();

    private static Arguments pair(
            String message, UnaryOperator<RestoreOptions> one, UnaryOperator<RestoreOptions> other) {
        return Arguments.of(message, one, other);
    }

    static Stream<Arguments> contradictions() {
        UnaryOperator<RestoreOptions> append = options -> options.rows(rows -> rows.mode(Mode.APPEND));
        UnaryOperator<RestoreOptions> replace = options -> options.rows(rows -> rows.mode(Mode.REPLACE));
        UnaryOperator<RestoreOptions> files = options -> options.files(wish -> wish.directory(PATH));
        UnaryOperator<RestoreOptions> quick = options -> options.safety(safety -> safety.quick(true));
        String noKeyIsTaken =
                "skipping or updating rows cannot be combined with replace mode, which empties the tables first:"
                        + " use append";
        return Stream.of(
                pair(
                        "only and except both name [b, a]",
                        options -> options.selection(all -> all.only(List.of("b", "c", "a"))),
                        options -> options.selection(all -> all.except(List.of("a", "b", "d")))),
                pair(
                        "a rejects directory cannot be combined with ending at the first bad row",
                        options -> options.badRows(rows -> rows.directory(PATH)),
                        options -> options.badRows(rows -> rows.policy(RowErrors.abort()))),
                pair(
                        "files and noFiles contradict each other",
                        files,
                        options -> options.files(wish -> wish.leftOut(true))),
                pair(
                        "files cannot be combined with append mode: a directory is replaced as a whole, and the rows that stay may"
                                + " refer to files in it",
                        files,
                        append),
                pair(
                        "cascade cannot be combined with append mode, which empties nothing",
                        append,
                        options -> options.rows(rows -> rows.cascade(List.of()))),
                pair(
                        "cascade cannot be combined with append mode, which empties nothing",
                        append,
                        options -> options.rows(rows -> rows.cascade(List.of("a")))),
                pair(
                        "parallel needs resumable: several connections cannot commit as one, so that a parallel restore is"
                                + " not all or nothing",
                        options -> options.loading(loading -> loading.parallel(2)),
                        options -> options.safety(safety -> safety.resumable(false))),
                pair(
                        "quick contradicts resumable, which must outlast a crash",
                        quick,
                        options -> options.safety(safety -> safety.resumable(true))),
                pair(
                        "quick contradicts the verification of content",
                        quick,
                        options -> options.safety(safety -> safety.verify(Verify.CONTENT))),
                pair(
                        "quick contradicts a safety backup: it is for databases that can simply be restored again",
                        quick,
                        options -> options.safety(safety -> safety.safetyBackup(SafetyBackup.to(PATH)))),
                pair(noKeyIsTaken, replace, options -> options.rows(rows -> rows.conflict(ConflictPolicy.skip()))),
                pair(
                        noKeyIsTaken,
                        replace,
                        options -> options.rows(rows -> rows.conflict("a", ConflictPolicy.update()))));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void contradictionsAreFoundInEitherOrderAndOnlyInTheEnd(
            String message, UnaryOperator<RestoreOptions> one, UnaryOperator<RestoreOptions> other) {
        RestoreOptions there = other.apply(one.apply(DEFAULTS));
        RestoreOptions back = one.apply(other.apply(DEFAULTS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contradictions.noneIn(there))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contradictions.noneIn(back))
                .withMessage(message);
    }

    @Test
    void whatAnOptionNeedsMayComeAfterIt() {
        RestoreOptions options = DEFAULTS.loading(loading -> loading.parallel(4))
                .badRows(rows -> rows.directory(PATH))
                .rows(rows -> rows.conflict(ConflictPolicy.skip()))
                .safety(safety -> safety.resumable(true))
                .badRows(rows -> rows.policy(RowErrors.reject()))
                .rows(rows -> rows.mode(Mode.APPEND));
        assertThat(Contradictions.noneIn(options)).isSameAs(options);
        assertThat(OptionsText.of(options)).isEqualTo("append, resumable, parallel 4, bad rows rejected");
    }

    @Test
    void whatWasSaidCanBeTakenBack() {
        RestoreOptions options = DEFAULTS.safety(safety -> safety.verify(Verify.CONTENT))
                .safety(safety -> safety.quick(true))
                .safety(safety -> safety.verify(Verify.COUNTS));
        assertThat(OptionsText.of(Contradictions.noneIn(options))).isEqualTo("replace, quick, verify counts");
    }

    @Test
    void numbersOutOfTheirRangeAreRefusedAtOnce() {
        requireRange("batchRows", 1_000_000, DEFAULTS.loading()::batchRows);
        requireRange("batchBytes", 256 << 20, DEFAULTS.loading()::batchBytes);
        requireRange("parallel", 64, DEFAULTS.loading()::parallel);
        RunControl control = RunControl.none().deadline(Duration.ofDays(366));
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(367))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> control.deadline(wrong))
                    .withMessage("deadline must be more than zero and at most 366 days, not " + wrong);
        }
    }

    private static void requireRange(String name, int max, IntFunction<Loading> setter) {
        assertThat(List.of(setter.apply(1), setter.apply(max))).doesNotContainNull();
        for (int wrong : new int[] {0, max + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.apply(wrong))
                    .withMessage(name + " must be from 1 to " + max + ", not " + wrong);
        }
    }

    @Test
    void connectionsShareTheBytesOfABatch() {
        Loading loading = DEFAULTS.loading().batchBytes(100);
        assertThat(loading.parallel(64).batchBytesEach()).isEqualTo(1);
        assertThat(loading.batchBytes(1).parallel(64).batchBytesEach()).isEqualTo(1);
        assertThat(loading.parallel(3).batchBytesEach()).isEqualTo(33);
    }

    @Test
    void isAValueThatChangesWithNothingOfTheCallers() {
        List<String> tables = new ArrayList<>(List.of("b", "a", "b"));
        Selection selection = Selection.defaults().only(tables).only(List.of("c"));
        tables.clear();
        assertThat(selection.only()).containsExactly("b", "a", "c");
        assertThat(selection).isEqualTo(new Selection(new LinkedHashSet<>(List.of("a", "b", "c")), Set.of()));
        assertThat(Selection.defaults().only()).isEmpty();
        RestoreOptions one = DEFAULTS.mapping(mapping -> mapping.defaultValue("a", "b", BigDecimal.ONE));
        assertThat(one.mapping().defaultValues()).containsExactly(Map.entry("a.b", Optional.of(BigDecimal.ONE)));
        assertThat(one)
                .isEqualTo(DEFAULTS.mapping(mapping -> mapping.defaultValue("a", "b", BigDecimal.ONE)))
                .isNotEqualTo(DEFAULTS);
    }
}
