package dev.restore.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of the classes that children load (class data sharing): with it a JVM takes half the time to start and to load
 * them. It can only be made of classes in jars, which those of directories are put into here.
 */
final class SharedClasses {

    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final String classPath;
    private final Path archive;

    private SharedClasses() throws IOException {
        directory = Files.createTempDirectory("restore-classes");
        directory.toFile().deleteOnExit();
        StringJoiner jars = new StringJoiner(File.pathSeparator);
        int number = 0;
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path entry = Path.of(place);
            jars.add(Files.isDirectory(entry) ? packed(entry, ++number + ".jar").toString() : place);
        }
        classPath = jars.toString();
        archive = file("classes.jsa");
    }

    /**
     * Makes the archive by a run of a child that ends by itself. A child whose archive could not be made, or does not fit, starts
     * without it.
     */
    static SharedClasses of(Class<?> main, List<String> options, String... arguments) {
        try {
            SharedClasses made = new SharedClasses();
            List<String> words = new ArrayList<>(List.of("-XX:ArchiveClassesAtExit=" + made.archive, "-Xlog:disable"));
            words.addAll(options);
            Process run = new ProcessBuilder(ChildJvm.command(words, made.classPath, main, arguments))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                run.destroyForcibly().waitFor();
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the command that starts a child with these classes. */
    List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
        words.addAll(options);
        return ChildJvm.command(words, classPath, main, arguments);
    }

    private Path file(String name) {
        Path file = directory.resolve(name);
        file.toFile().deleteOnExit();
        return file;
    }

    private Path packed(Path classes, String name) throws IOException {
        Path jar = file(name);
        try (OutputStream bytes = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
