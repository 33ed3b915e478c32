package dev.restore.backup;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Where the bytes of a backup come from. They can be opened any number of times and are the same each time. */
public sealed interface BackupSource {

    /** Returns a name for messages: the path, the URL, the resource. */
    String name();

    /**
     * A file or directory.
     *
     * @param path where it is
     */
    record OfPath(Path path) implements BackupSource {
        public OfPath {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String name() {
            return path.toString();
        }

        /** Returns the path. */
        @Override
        public String toString() {
            return name();
        }
    }

    /**
     * A stream that can be opened again and again.
     *
     * @param name a name for messages and, without its endings, of the table where the content names none
     * @param opener opens the stream at its beginning; the stream is closed after use
     * @param size the number of bytes, empty when it is not known
     */
    record OfStream(String name, Opener opener, OptionalLong size) implements BackupSource {
        public OfStream {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(opener, "opener");
            Objects.requireNonNull(size, "size");
        }
    }

    /**
     * A directory whose files are streams, in a jar for instance.
     *
     * @param name a name for messages
     * @param files its files and those of its directories, each by its path from there, with slashes
     */
    record OfFiles(String name, List<OfStream> files) implements BackupSource {
        public OfFiles {
            Objects.requireNonNull(name, "name");
            files = List.copyOf(files);
        }
    }

    /**
     * A backup that is encrypted.
     *
     * @param stored where its bytes come from
     * @param age what opens it
     */
    record Encrypted(BackupSource stored, Age age) implements BackupSource {
        /**
         * Checks the key.
         *
         * @throws IllegalArgumentException if it opens nothing, as recipients do not
         */
        public Encrypted {
            Objects.requireNonNull(stored, "stored");
            if (!age.opens()) {
                throw new IllegalArgumentException("recipients open nothing: give their identities, or the passphrase");
            }
            if (stored instanceof Encrypted) {
                throw new IllegalArgumentException("a key was given already");
            }
        }

        @Override
        public String name() {
            return stored.name();
        }
    }

    /**
     * A backup in an envelope that is not recognised by itself.
     *
     * @param stored where its bytes come from
     * @param shape where the rows are in them
     */
    record Shaped(BackupSource stored, RowShape shape) implements BackupSource {
        /**
         * Checks that there is one shape.
         *
         * @throws IllegalArgumentException if the backup has a shape already
         */
        public Shaped {
            Objects.requireNonNull(stored, "stored");
            Objects.requireNonNull(shape, "shape");
            if (stored instanceof Shaped) {
                throw new IllegalArgumentException("a shape was given already");
            }
        }

        @Override
        public String name() {
            return stored.name();
        }

        @Override
        public BackupSource decrypted(Age age) {
            return new Shaped(stored.decrypted(age), shape);
        }
    }

    /**
     * Files in whose texts placeholders stand for values.
     *
     * @param stored where their bytes come from
     * @param placeholders what fills them
     */
    record Filled(BackupSource stored, Placeholders placeholders) implements BackupSource {
        /**
         * Checks that they are filled once.
         *
         * @throws IllegalArgumentException if there are placeholders already
         */
        public Filled {
            Objects.requireNonNull(stored, "stored");
            Objects.requireNonNull(placeholders, "placeholders");
            if (stored instanceof Filled) {
                throw new IllegalArgumentException("placeholders were given already");
            }
        }

        @Override
        public String name() {
            return stored.name();
        }

        @Override
        public BackupSource decrypted(Age age) {
            return new Filled(stored.decrypted(age), placeholders);
        }

        @Override
        public BackupSource shaped(RowShape shape) {
            return new Filled(stored.shaped(shape), placeholders);
        }
    }

    /** Opens a stream at its beginning. */
    @FunctionalInterface
    interface Opener {
        /** Opens the stream. */
        InputStream open() throws IOException;
    }

    /** Returns the same backup, which is encrypted and opened with a key. A backup that is not encrypted is then refused. */
    default BackupSource decrypted(Age age) {
        return new Encrypted(this, age);
    }

    /** Returns the same backup, whose rows are where a shape says: for envelopes that are not recognised by themselves. */
    default BackupSource shaped(RowShape shape) {
        return new Shaped(this, shape);
    }

    /**
     * Returns the same files with values for the placeholders in their texts. A backup of the library's own format is then refused: what
     * stands in it is what was in a database.
     */
    default BackupSource filled(Placeholders placeholders) {
        return new Filled(this, placeholders);
    }

    /** A file or directory. */
    static BackupSource of(Path path) {
        return new OfPath(path);
    }

    /** What a URL points to. Its name is the URL without user, password and parameters. */
    static BackupSource of(URL url) {
        String name = url.toString().replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
        return new OfStream(name, url::openStream, OptionalLong.empty());
    }

    /**
     * A stream from the caller, opened several times: to recognise the format, to survey the rows, to load them.
     *
     * @param name a name for messages and, without its endings, of the table where the content names none
     * @param opener gives the stream from its beginning at each call
     */
    static BackupSource of(String name, Supplier<? extends InputStream> opener) {
        Objects.requireNonNull(opener, "opener");
        return new OfStream(name, opener::get, OptionalLong.empty());
    }

    /**
     * A file, or a directory of tables, on the class path: in a directory of classes, a jar, or a jar within a jar. It is looked up
     * now, by the class loader of the caller and then by the context class loader of this thread, so that any thread can open it.
     *
     * @param resource its name from the root of the class path; a slash in front does not matter
     * @throws IllegalArgumentException if there is none
     */
    static BackupSource ofClasspath(String resource) {
        Objects.requireNonNull(resource, "resource");
        Class<?> caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass();
        return of(new ClassPathResource(resource, caller, Thread.currentThread().getContextClassLoader()).find());
    }

    /**
     * A file, or a directory of tables, on the class path of a class. It is looked up now, as {@link Class#getResource} does. Of a
     * named module only what lies in no package, or in one that is opened, is found.
     *
     * @param anchor the class whose class loader looks it up
     * @param resource its name, relative to the package of the class, or from the root of the class path with a slash in front
     * @throws IllegalArgumentException if there is none
     */
    static BackupSource ofClasspath(Class<?> anchor, String resource) {
        Objects.requireNonNull(resource, "resource");
        String folder = anchor.getPackageName().replace('.', '/');
        boolean absolute = resource.startsWith("/") || folder.isEmpty();
        return of(new ClassPathResource(absolute ? resource : folder + '/' + resource, anchor, null).find());
    }

    private static BackupSource of(ClassPathResource.Found found) {
        Path path = found.path();
        if (path != null) {
            return of(path);
        }
        ClassPathResource.Entry file = found.file();
        return file != null
                ? of(file)
                : new OfFiles(
                        found.name(),
                        found.files().stream().map(BackupSource::of).toList());
    }

    private static OfStream of(ClassPathResource.Entry file) {
        return new OfStream(file.name(), file.opener()::open, file.size());
    }
}
