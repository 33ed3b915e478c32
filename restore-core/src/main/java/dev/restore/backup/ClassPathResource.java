package dev.restore.backup;

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
     * Creates a search.
     *
     * @param name the absolute name; a slash in front or behind does not matter
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
    BackupSource find() {
        try {
            for (ClassLoader loader : loaders) {
                URL url = loader.getResource(name);
                if (url != null) {
                    return at(url);
                }
            }
            for (URL root : roots()) {
                BackupSource unlisted = beside(root);
                if (unlisted != null) {
                    return unlisted;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "resource " + name + " of the class path cannot be read: " + JsonInput.messageOf(e), e);
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

    private BackupSource at(URL url) throws IOException {
        if (url.getProtocol().equals("file")) {
            try {
                return BackupSource.of(Path.of(url.toURI()));
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new IOException("its address " + url + " is no path", e);
            }
        }
        if (opened(url) instanceof JarURLConnection connection) {
            String entry = connection.getEntryName();
            if (entry != null) {
                String directory = entry.endsWith("/") ? entry : entry + "/";
                List<BackupSource.OfStream> files = files(connection, url, directory);
                if (!files.isEmpty()) {
                    return new BackupSource.OfFiles(name, files);
                }
            }
        }
        return new BackupSource.OfStream(name, () -> opened(url).getInputStream(), OptionalLong.empty());
    }

    private @Nullable BackupSource beside(URL manifest) throws IOException {
        if (!(opened(manifest) instanceof JarURLConnection connection)) {
            return null;
        }
        List<BackupSource.OfStream> files = files(connection, manifest, name + "/");
        return files.isEmpty() ? null : new BackupSource.OfFiles(name, files);
    }

    /** Returns the files in a directory of a jar, by names relative to it. */
    private static List<BackupSource.OfStream> files(JarURLConnection connection, URL inJar, String directory)
            throws IOException {
        List<BackupSource.OfStream> files = new ArrayList<>();
        try (JarFile jar = connection.getJarFile()) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String path = entry.getName();
                if (path.startsWith(directory) && !entry.isDirectory()) {
                    long size = entry.getSize();
                    files.add(new BackupSource.OfStream(
                            path.substring(directory.length()),
                            () -> opened(inJar, path),
                            size < 0 ? OptionalLong.empty() : OptionalLong.of(size)));
                }
            }
        }
        files.sort(Comparator.comparing(BackupSource.OfStream::name));
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
