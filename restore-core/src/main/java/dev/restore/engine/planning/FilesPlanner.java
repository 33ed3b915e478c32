package dev.restore.engine.planning;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.files.StagedFiles;
import dev.restore.backup.reading.BackupReader;
import dev.restore.engine.options.AttachedFiles;
import dev.restore.outcome.Problem;
import dev.restore.plan.FilesPlan;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides where the files beside the rows go, and finds what stands in their way. */
public final class FilesPlanner {

    private static final Pattern EMBEDDED =
            Pattern.compile("jdbc:(?:sqlite|h2):(?:file:)?(?!mem:|tcp:|ssl:|:)([^?;]+).*");

    private final BackupReader reader;
    private final String backup;
    private final AttachedFiles wish;
    private final boolean callersTransaction;
    private final @Nullable Path database;
    private final List<Problem> problems;
    private final List<String> notes;

    FilesPlanner(
            BackupReader reader,
            String backup,
            AttachedFiles wish,
            boolean callersTransaction,
            @Nullable Path database,
            List<Problem> problems,
            List<String> notes) {
        this.reader = reader;
        this.backup = backup;
        this.wish = wish;
        this.callersTransaction = callersTransaction;
        this.database = database;
        this.problems = problems;
        this.notes = notes;
    }

    /** Returns the plan, null when no files are to be restored. */
    @Nullable
    FilesPlan plan() {
        Optional<List<AttachedFile>> held = reader.files();
        Path directory = wish.directory();
        if (directory == null) {
            if (!wish.leftOut() && held.isPresent() && !held.get().isEmpty()) {
                notes.add("The backup holds " + held.get().size()
                        + " files beside the rows, which are not restored; name the"
                        + " directory for them (files, --files) or say that they are left out (noFiles, --no-files).");
            }
            return null;
        }
        if (held.isEmpty()) {
            problem(
                    "Backup " + backup + " holds no files beside its rows that could go into " + directory + ".",
                    "Leave the directory out (files, --files), or take another backup.");
        }
        if (callersTransaction) {
            problem(
                    "The files would be put in place after the commit, which here is the caller's.",
                    "Restore into a DataSource outside of that transaction, or restore without files (noFiles, --no-files).");
        }
        long present = 0;
        try {
            present = look(directory);
        } catch (IOException e) {
            problem("Directory " + directory + " cannot be looked at: " + e + ".", "See that this user may read it.");
        }
        List<AttachedFile> files = held.orElse(List.of());
        boolean known = files.stream().allMatch(file -> file.bytes() >= 0);
        long bytes = known ? files.stream().mapToLong(AttachedFile::bytes).sum() : -1;
        return new FilesPlan(directory.toString(), files.size(), bytes, present);
    }

    private long look(Path directory) throws IOException {
        Path place = Files.exists(directory)
                ? directory.toRealPath()
                : directory.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            problem(
                    directory + " cannot be a directory for the files: its parent is none.",
                    "Create the directory around it first.");
            return 0;
        }
        if (!Files.isWritable(parent)) {
            problem(
                    "The files cannot be staged in " + parent + ", in which this user may not write.",
                    "Give this user the right to do that, or name another directory.");
        }
        refuseWithin(place, "backup", path(backup));
        refuseWithin(place, "database", database);
        noteLeftovers(place, parent);
        if (!Files.exists(place)) {
            return 0;
        }
        if (!Files.isDirectory(place)) {
            problem(directory + " is a file, not a directory for the files.", "Name a directory.");
            return 0;
        }
        if (!Files.getFileStore(place).equals(Files.getFileStore(parent))) {
            problem(
                    directory + " is a mount point, which no other directory can be put in the place of.",
                    "Name a directory in it.");
        }
        long present = 0;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
            for (Path child : children) {
                present += child.getNameCount() > 0 ? 1 : 0;
            }
        }
        return present;
    }

    private void refuseWithin(Path place, String what, @Nullable Path path) throws IOException {
        if (path == null) {
            return;
        }
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.startsWith(place)
                || (Files.exists(path) && path.toRealPath().startsWith(place))) {
            problem(
                    "The " + what + " stands in " + place + ", which is to be replaced.",
                    "Move it elsewhere first, or name another directory.");
        }
    }

    private static @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            // It is the name of a stream or an address.
            return null;
        }
    }

    /** Returns the file of an embedded database, null where it is not known to be in one. */
    public static @Nullable Path fileOf(@Nullable String url) {
        Matcher file = EMBEDDED.matcher(url == null ? "" : url);
        return file.matches() ? path(file.group(1)) : null;
    }

    /** What a run that was killed has left stays, as nobody knows whether it is still needed. */
    private void noteLeftovers(Path place, Path parent) throws IOException {
        String start = "." + place.getFileName() + ".";
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                parent,
                path -> path.getFileName().toString().startsWith(start)
                        && (path.toString().endsWith(StagedFiles.STAGED)
                                || path.toString().endsWith(StagedFiles.REPLACED)))) {
            for (Path path : left) {
                notes.add(path + " is there, of another restore that still runs or was killed: "
                        + (path.toString().endsWith(StagedFiles.STAGED)
                                ? "files of a backup, perhaps not all of them."
                                : "all files that it was to replace."));
            }
        }
    }

    private void problem(String message, String remedy) {
        problems.add(new Problem(Problem.Kind.BAD_OPTION, "files", message, remedy));
    }
}
