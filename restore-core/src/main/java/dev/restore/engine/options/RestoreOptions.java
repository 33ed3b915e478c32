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
        return new RestoreOptions(
                change.apply(selection),
                mapping,
                values,
                rows,
                merging,
                objects,
                badRows,
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #mapping}. */
    public RestoreOptions mapping(UnaryOperator<Mapping> change) {
        return new RestoreOptions(
                selection,
                change.apply(mapping),
                values,
                rows,
                merging,
                objects,
                badRows,
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #values}. */
    public RestoreOptions values(UnaryOperator<ValueRules> change) {
        return new RestoreOptions(
                selection,
                mapping,
                change.apply(values),
                rows,
                merging,
                objects,
                badRows,
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #rows}. */
    public RestoreOptions rows(UnaryOperator<TargetRows> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                change.apply(rows),
                merging,
                objects,
                badRows,
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #merging}. */
    public RestoreOptions merging(UnaryOperator<Merging> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                rows,
                change.apply(merging),
                objects,
                badRows,
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #objects}. */
    public RestoreOptions objects(UnaryOperator<TargetObjects> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                rows,
                merging,
                change.apply(objects),
                badRows,
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #badRows}. */
    public RestoreOptions badRows(UnaryOperator<BadRows> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                rows,
                merging,
                objects,
                change.apply(badRows),
                loading,
                safety,
                files,
                limits);
    }

    /** Changes {@link #loading}. */
    public RestoreOptions loading(UnaryOperator<Loading> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                rows,
                merging,
                objects,
                badRows,
                change.apply(loading),
                safety,
                files,
                limits);
    }

    /** Changes {@link #safety}. */
    public RestoreOptions safety(UnaryOperator<Safety> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                rows,
                merging,
                objects,
                badRows,
                loading,
                change.apply(safety),
                files,
                limits);
    }

    /** Changes {@link #files}. */
    public RestoreOptions files(UnaryOperator<AttachedFiles> change) {
        return new RestoreOptions(
                selection,
                mapping,
                values,
                rows,
                merging,
                objects,
                badRows,
                loading,
                safety,
                change.apply(files),
                limits);
    }

    /** Sets {@link #limits}. */
    public RestoreOptions limits(ReadLimits value) {
        return new RestoreOptions(
                selection, mapping, values, rows, merging, objects, badRows, loading, safety, files, value);
    }
}
