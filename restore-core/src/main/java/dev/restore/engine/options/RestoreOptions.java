package dev.restore.engine.options;

import dev.restore.backup.ReadLimits;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What the caller asks of a restore, in groups. Immutable. Its groups may contradict each other, as one option may be set before
 * another that it needs: {@code Contradictions} refuses them where a run begins.
 *
 * @param selection what of the backup is restored
 * @param mapping where it goes
 * @param values what its values mean
 * @param rows what happens to the rows that are in the target
 * @param merging how rows are found among those of the target
 * @param objects what becomes of triggers and sequences
 * @param badRows what happens to rows that cannot go in
 * @param loading in how large pieces and over how many connections rows are loaded
 * @param safety what is done so that nothing is lost
 * @param files what happens to the files beside the rows
 * @param limits how much the backup may ask for before it is refused; by default {@link ReadLimits#forThisHeap()}
 */
public record RestoreOptions(
        Selection selection,
        Mapping mapping,
        ValueRules values,
        TargetRows rows,
        Merging merging,
        TargetObjects objects,
        BadRows badRows,
        Loading loading,
        Safety safety,
        AttachedFiles files,
        ReadLimits limits) {

    public RestoreOptions {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(merging, "merging");
        Objects.requireNonNull(objects, "objects");
        Objects.requireNonNull(badRows, "badRows");
        Objects.requireNonNull(loading, "loading");
        Objects.requireNonNull(safety, "safety");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(limits, "limits");
    }

    /** Returns what applies when nothing is said. */
    public static RestoreOptions defaults() {
        return new RestoreOptions(
                Selection.defaults(),
                Mapping.defaults(),
                ValueRules.defaults(),
                TargetRows.defaults(),
                Merging.defaults(),
                TargetObjects.defaults(),
                BadRows.defaults(),
                Loading.defaults(),
                Safety.defaults(),
                AttachedFiles.defaults(),
                ReadLimits.forThisHeap());
    }

    /** Changes {@link #selection}. */
    public RestoreOptions selection(UnaryOperator<Selection> change) {
        Draft next = new Draft(this);
        next.selection = change.apply(selection);
        return next.whole();
    }

    /** Changes {@link #mapping}. */
    public RestoreOptions mapping(UnaryOperator<Mapping> change) {
        Draft next = new Draft(this);
        next.mapping = change.apply(mapping);
        return next.whole();
    }

    /** Changes {@link #values}. */
    public RestoreOptions values(UnaryOperator<ValueRules> change) {
        Draft next = new Draft(this);
        next.values = change.apply(values);
        return next.whole();
    }

    /** Changes {@link #rows}. */
    public RestoreOptions rows(UnaryOperator<TargetRows> change) {
        Draft next = new Draft(this);
        next.rows = change.apply(rows);
        return next.whole();
    }

    /** Changes {@link #merging}. */
    public RestoreOptions merging(UnaryOperator<Merging> change) {
        Draft next = new Draft(this);
        next.merging = change.apply(merging);
        return next.whole();
    }

    /** Changes {@link #objects}. */
    public RestoreOptions objects(UnaryOperator<TargetObjects> change) {
        Draft next = new Draft(this);
        next.objects = change.apply(objects);
        return next.whole();
    }

    /** Changes {@link #badRows}. */
    public RestoreOptions badRows(UnaryOperator<BadRows> change) {
        Draft next = new Draft(this);
        next.badRows = change.apply(badRows);
        return next.whole();
    }

    /** Changes {@link #loading}. */
    public RestoreOptions loading(UnaryOperator<Loading> change) {
        Draft next = new Draft(this);
        next.loading = change.apply(loading);
        return next.whole();
    }

    /** Changes {@link #safety}. */
    public RestoreOptions safety(UnaryOperator<Safety> change) {
        Draft next = new Draft(this);
        next.safety = change.apply(safety);
        return next.whole();
    }

    /** Changes {@link #files}. */
    public RestoreOptions files(UnaryOperator<AttachedFiles> change) {
        Draft next = new Draft(this);
        next.files = change.apply(files);
        return next.whole();
    }

    /** Sets {@link #limits}. */
    public RestoreOptions limits(ReadLimits value) {
        Draft next = new Draft(this);
        next.limits = value;
        return next.whole();
    }

    /** The groups while one of them is exchanged. */
    private static final class Draft {
        private Selection selection;
        private Mapping mapping;
        private ValueRules values;
        private TargetRows rows;
        private Merging merging;
        private TargetObjects objects;
        private BadRows badRows;
        private Loading loading;
        private Safety safety;
        private AttachedFiles files;
        private ReadLimits limits;

        Draft(RestoreOptions from) {
            this.selection = from.selection;
            this.mapping = from.mapping;
            this.values = from.values;
            this.rows = from.rows;
            this.merging = from.merging;
            this.objects = from.objects;
            this.badRows = from.badRows;
            this.loading = from.loading;
            this.safety = from.safety;
            this.files = from.files;
            this.limits = from.limits;
        }

        RestoreOptions whole() {
            return new RestoreOptions(
                    selection, mapping, values, rows, merging, objects, badRows, loading, safety, files, limits);
        }
    }
}
