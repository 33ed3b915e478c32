package dev.restore.backup;

import dev.restore.backup.names.IoMessages;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds a file or a directory of files on the class path: in a directory of classes, in a jar, or in a jar within a jar, as far as the
 * class loader gives addresses of the form {@code jar:...!/...}.
 */
final class ClassPathResource {

    /** Every jar has it, also one that does not list its directories. */
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final String name;
    private final Class<?> anchor;
    private final List<ClassLoader> loaders;

    /**
     * What was found: one of the three.
     *
     * @param name its name from the root of the class path
     * @param path where a file or directory of the file system is
     * @param file a file elsewhere
     * @param files the files of a directory elsewhere
     */
    record Found(String name, @Nullable Path path, @Nullable Entry file, List<Entry> files) {}

    /**
     * A file that is not one of the file system.
     *
     * @param name its name from the root of the class path, or from the directory that was found
     * @param opener opens it at its beginning
     * @param size the number of bytes, empty when it is not known
     */
    record Entry(String name, Opener opener, OptionalLong size) {}

    /** Opens a stream at its beginning. */
    @FunctionalInterface
    interface Opener {
        /** Opens it. */
        InputStream open() throws IOException;
    }

    /**
     * Creates a search.
     *
     * @param name the absolute name; a slash in front or after does not matter
     * @param anchor a class whose class loader is asked first
     * @param other who is asked then, or null
     */
    ClassPathResource(String name, Class<?> anchor, @Nullable ClassLoader other) {
        this.name = name.replaceFirst("^/+", "").replaceFirst("/+$", "");
        this.anchor = anchor;
        this.loaders = Stream.of(anchor.getClassLoader(), other, ClassPathResource.class.getClassLoader())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * Finds it.
     *
     * @throws IllegalArgumentException if there is no such file or directory
     */
    Found find() {
        try {
            for (ClassLoader loader : loaders) {
                URL url = loader.getResource(name);
                if (url != null) {
                    return at(url);
                }
            }
            for (URL root : roots()) {
                Found unlisted = beside(root);
                if (unlisted != null) {
                    return unlisted;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "resource " + name + " of the class path cannot be read: " + IoMessages.of(e), e);
        }
        throw new IllegalArgumentException("no file or directory " + name
                + " on the class path; name it from the root of the class path, or relative to a class with"
                + " ofClasspath(Class, String)");
    }

    /** Returns an address in each jar that may hold what no loader lists, as jars need not list their directories. */
    private List<URL> roots() throws IOException {
        List<URL> roots = new ArrayList<>();
        URL own = anchor.getResource('/' + anchor.getName().replace('.', '/') + ".class");
        if (own != null) {
            roots.add(own);
        }
        for (ClassLoader loader : loaders) {
            roots.addAll(Collections.list(loader.getResources(MANIFEST)));
        }
        return roots;
    }

    private Found at(URL url) throws IOException {
        if (url.getProtocol().equals("file")) {
            try {
                return new Found(name, Path.of(url.toURI()), null, List.of());
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new IOException("its address " + url + " is not a path", e);
            }
        }
        if (opened(url) instanceof JarURLConnection connection) {
            String entry = connection.getEntryName();
            if (entry != null) {
                String directory = entry.endsWith("/") ? entry : entry + "/";
                List<Entry> files = files(connection, url, directory);
                if (!files.isEmpty()) {
                    return new Found(name, null, null, files);
                }
            }
        }
        Entry file = new Entry(name, () -> opened(url).getInputStream(), OptionalLong.empty());
        return new Found(name, null, file, List.of());
    }

    private @Nullable Found beside(URL manifest) throws IOException {
        if (!(opened(manifest) instanceof JarURLConnection connection)) {
            return null;
        }
        List<Entry> files = files(connection, manifest, name + "/");
        return files.isEmpty() ? null : new Found(name, null, null, files);
    }

    /** Returns the files in a directory of a jar, by names relative to it. */
    private static List<Entry> files(JarURLConnection connection, URL inJar, String directory) throws IOException {
        List<Entry> files = new ArrayList<>();
        try (JarFile jar = connection.getJarFile()) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String path = entry.getName();
                if (path.startsWith(directory) && !entry.isDirectory()) {
                    long size = entry.getSize();
                    files.add(new Entry(
                            path.substring(directory.length()),
                            () -> opened(inJar, path),
                            size < 0 ? OptionalLong.empty() : OptionalLong.of(size)));
                }
            }
        }
        files.sort(Comparator.comparing(Entry::name));
        return files;
    }

    /** Opens another file of the jar that an address leads into. The jar is closed with it. */
    private static InputStream opened(URL inJar, String entry) throws IOException {
        JarFile jar = ((JarURLConnection) opened(inJar)).getJarFile();
        try {
            ZipEntry found = jar.getEntry(entry);
            if (found == null) {
                throw new IOException("is no longer in " + jar.getName());
            }
            return new FilterInputStream(jar.getInputStream(found)) {
                @Override
                public void close() throws IOException {
                    try (jar) {
                        super.close();
                    }
                }
            };
        } catch (IOException e) {
            try (jar) {
                throw e;
            }
        }
    }

    /** What is cached is shared with others, who may close it. */
    private static URLConnection opened(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }
}
