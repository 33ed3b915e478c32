/**
 * The runs behind the fluent interface, in rooms of their own; nothing of them is exported. An arrow between rooms may only point
 * down the list in {@code PackageRulesTest}.
 *
 * <h2>The way of a row</h2>
 *
 * <ol>
 *   <li>{@code backup.format.BackupFormats} recognises the backup and opens it; {@code ArchiveReading} goes through its files.
 *   <li>{@code backup.rows} finds the records of one file, whatever its shape; {@code backup.json.RowDecoder} copies the fields of a
 *       record into the one {@code RowBuffer}, as bytes.
 *   <li>{@code intake.Intake}, in the reading thread, hands the row to the {@code TableIntake} of its table, which knows by the plan
 *       which field goes into which column and which decoder of {@code value} makes of it what its writer meant.
 *   <li>{@code intake.OpenBatches} puts the cells into the open {@code batch.RowBatch} of the row's set of columns; a row that does
 *       not fit becomes an {@code Item.Refused}.
 *   <li>A full batch is encoded ahead where the dialect can ({@code RowsEncoder}) and goes as an {@code Item.Parcel} through
 *       {@code intake.ReadAhead} to the loading thread.
 *   <li>{@code load.LoadStep} takes it there; {@code load.BatchLoader} sends it through the fastest loader of
 *       {@code load.TableLoaders}, and through slower ones what that refuses, until the bad row is alone.
 *   <li>The dialect's {@code TableLoader} puts the rows into the table and says what became of them.
 *   <li>{@code batch.Account} counts them; a bad row goes to {@code reject.Rejects}, which ends the run or writes it down.
 *   <li>{@code load.WholeLoad} has the foreign keys checked and reads again without the rows whose references lead nowhere;
 *       {@code content.ContentCheck} sums up the values on both sides.
 *   <li>{@code step.FinishStep} compares counts and contents, puts triggers back and moves sequences; {@code step.CommitStep} commits.
 * </ol>
 *
 * <h2>The way of a restore</h2>
 *
 * <p>{@code restore.RestoreRun}: {@code PlanStep} opens the backup and plans, {@code SafetyStep} and {@code PrepareStep} begin,
 * {@code AtomicRestore} (one transaction) or {@code resume.ResumableRestore} (many) loads, {@code FinishStep} and {@code CommitStep}
 * end it, and the report says what happened.
 *
 * <h2>The way of a backup</h2>
 *
 * <p>{@code export.BackupRun} connects and begins a snapshot; {@code BackupChoice} decides which tables and columns are written;
 * {@code TableExport} reads each table through the dialect's {@code TableReader}; {@code RowForm} and {@code RowLines} make lines of
 * its rows; {@code backup.write.BackupWriter} puts these into files ({@code ArrayFiles}) of a {@code PackageOutput}, and the
 * manifest after them; only then the backup gets its name.
 *
 * <h2>What is told of a run</h2>
 *
 * <p>{@code recording.RunRecording} tells the run's entry in a {@code history.RunHistory} and its observers: the entry is written before
 * anything happens and closed once. {@code HistoryWriter} does so in a thread of its own.
 *
 * <h2>Words</h2>
 *
 * <dl>
 *   <dt>part
 *   <dd>a file of rows in a backup; a table may have several
 *   <dt>pass
 *   <dd>one reading of the backup, for the tables of one level of the graph of foreign keys
 *   <dt>portion
 *   <dd>what one connection loads of a pass on its own, usually a part: the unit of a resumable restore
 *   <dt>chunk
 *   <dd>what of a portion is committed together
 *   <dt>batch
 *   <dd>rows of one table with the same set of columns, sent together
 *   <dt>parcel
 *   <dd>a full batch on its way from the reading to the loading thread
 *   <dt>account
 *   <dd>the counters of one table
 *   <dt>safety backup
 *   <dd>the rows that a restore replaces, written down before its first change; the way back restores it
 * </dl>
 */
package dev.restore.engine;
