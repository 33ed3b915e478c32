package dev.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.restore.backup.ReadLimits;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.engine.match.DjangoTables;
import dev.restore.engine.options.Loading;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.testing.CellRows;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say is there: their links lead somewhere, their code compiles, and their tables are complete. */
class DocumentsTest {

    private static final int LONGEST_README = 200;
    private static final Pattern PROMISE = Pattern.compile("^- \\*\\*([^*]+?)\\.?\\*\\*", Pattern.MULTILINE);
    private static final Pattern CALL = Pattern.compile("`(\\w+)");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern RANGE = Pattern.compile("\\b1 to ([\\d,]*\\d)");
    private static final Pattern MODEL = Pattern.compile("`(\\w+\\.\\w+)`");

    /** What code in the documents speaks of and does not declare itself. */
    private static final String BEFORE_CODE =
            "static javax.sql.DataSource dataSource; static java.sql.Connection connection;"
                    + " static Path backup, media; static char[] passphrase; interface Store { java.io.InputStream open(String name); }"
                    + " static Store store; interface MyServer { static TestDatabase emptyDatabase() { return null; } } ";

    private static final String OTHER_IMPORTS =
            "import dev.restore.testing.*; import java.nio.file.Path; import java.sql.*; import javax.sql.DataSource;"
                    + " import java.util.*; import org.junit.jupiter.api.BeforeEach; import org.junit.jupiter.api.Test; ";

    @TempDir
    private Path temp;

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Document document : Document.all()) {
            for (String link : document.links()) {
                if (!link.startsWith("https://") && !leadsSomewhere(document, link)) {
                    broken.add(document.name() + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Document document, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? document.path() : document.path().resolveSibling(file);
        return Files.exists(target)
                && (hash < 0 || Document.of(target).anchors().contains(link.substring(hash + 1)));
    }

    @Test
    void theReadmeIsShortAndNamesEveryDocument() throws IOException {
        Document readme = Document.of("README.md");
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(LONGEST_README);
        List<String> documents = Document.all().stream()
                .map(Document::name)
                .filter(name -> name.startsWith("restore-core/"))
                .toList();
        assertThat(documents).hasSizeGreaterThan(10);
        assertThat(readme.links()).containsAll(documents);
    }

    @Test
    void theCodeCompilesAgainstWhatIsExported() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (Document document : Document.all()) {
            for (Document.Code code : document.code("java")) {
                String place = document.name() + ", code at line " + code.line();
                boolean whole = code.text().startsWith("import ");
                if (!whole) {
                    assertThat(code.text()).doesNotContain("dev.restore.");
                }
                sources.add(whole ? program(place, code.text()) : source("Code" + sources.size(), place, code.text()));
            }
        }
        assertThat(sources).hasSizeGreaterThan(8);
        assertThat(errors(sources)).isEmpty();
    }

    /** Compiles sources, and returns what is wrong with them. */
    private List<String> errors(List<JavaFileObject> sources) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        compiler.getTask(
                        null,
                        null,
                        found,
                        List.of(
                                "-proc:none",
                                "-d",
                                temp.toString(),
                                "-classpath",
                                System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getSource().getName() + ", its line " + diagnostic.getLineNumber() + ": "
                        + diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    @Test
    void theDialectOfTheGuideIsShortAndRuns() throws Exception {
        Document.Code code =
                Document.of("restore-core/docs/write-a-dialect.md").code("java").get(0);
        assertThat(code.text().lines()).hasSizeLessThanOrEqualTo(25);
        assertThat(errors(List.of(source("Guide", "the guide", code.text())))).isEmpty();
        try (URLClassLoader classes =
                        new URLClassLoader(new URL[] {temp.toUri().toURL()}, DocumentsTest.class.getClassLoader());
                Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:guide;shutdown=true");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v VARCHAR(9))");
            Constructor<?> guide = classes.loadClass("Guide").getDeclaredConstructor();
            guide.setAccessible(true);
            Dialect dialect = (Dialect) classes.loadClass("Guide$MyDialect")
                    .getDeclaredConstructors()[0]
                    .newInstance(guide.newInstance());
            try (Dialect.Session session = dialect.open(connection, new SessionSettings(null, ZoneOffset.UTC))) {
                Catalog catalog = session.catalog();
                Table table = catalog.table(new TableName("PUBLIC", "T")).orElseThrow();
                Scope scope = new Scope(catalog, List.of(table), List.of(table), 1);
                session.begin(scope, session.foreignKeyMeasure(scope));
                session.clear(scope);
                try (TableLoader loader = session.loader(new LoadTarget(table, table.columns()))) {
                    loader.load(CellRows.of(CellRows.row(1, "a")), 0, 1);
                }
                connection.commit();
                assertThat(session.reading().count(table)).isEqualTo(1);
                assertThat(session.limitations().shortcomings(scope))
                        .anyMatch(sentence -> sentence.contains("forgets the commits of its last second"));
            }
        }
    }

    /** Puts code into a class: statements into a method, classes as they are. All that is put before it stands on its first line. */
    private static JavaFileObject source(String name, String place, String code) throws IOException {
        boolean declares =
                Pattern.compile("^(public )?(final )?class ").matcher(code).find();
        return file(
                name,
                place,
                imports() + OTHER_IMPORTS + "class " + name + " { " + BEFORE_CODE
                        + (declares ? code : "void code() throws Exception { " + code + "\n}") + "\n}");
    }

    /** Takes a program that can be copied as it is, with its imports. */
    private static JavaFileObject program(String place, String code) {
        Matcher name = Pattern.compile("class (\\w+)").matcher(code);
        assertThat(name.find()).as(place).isTrue();
        return file(name.group(1), place, code);
    }

    private static JavaFileObject file(String name, String place, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }

            @Override
            public String getName() {
                return place;
            }
        };
    }

    /** Returns imports of all that the module exports, and of nothing else of it. */
    private static String imports() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            return ModuleDescriptor.read(in).exports().stream()
                    .filter(exported -> !exported.isQualified())
                    .map(exported -> "import " + exported.source() + ".*; ")
                    .sorted()
                    .collect(Collectors.joining());
        }
    }

    @Test
    void everyMethodOfTheBuildersIsDescribed() {
        assertThat(names(Document.of("restore-core/docs/options.md").rows().map(row -> row.get(0)), CALL))
                .containsOnly(methods(Restore.class).distinct().toArray(String[]::new));
        for (Class<?> builder : List.of(Backup.class, BackupVerification.class, BackupDrill.class)) {
            assertThat(unnamed(methods(builder), "restore-core/docs/backups.md"))
                    .as(builder.getSimpleName())
                    .isEmpty();
        }
    }

    @Test
    void everyLimitEventAndExceptionIsDescribed() {
        assertThat(unnamed(
                        Arrays.stream(ReadLimits.class.getRecordComponents()).map(RecordComponent::getName),
                        "restore-core/docs/options.md"))
                .isEmpty();
        assertThat(unnamed(
                        Arrays.stream(ReadLimits.class.getRecordComponents()).map(RecordComponent::getName),
                        "restore-core/docs/security.md"))
                .isEmpty();
        assertThat(unnamed(permitted(RestoreEvent.class), "restore-core/docs/options.md"))
                .isEmpty();
        assertThat(unnamed(permitted(BackupEvent.class), "restore-core/docs/backups.md"))
                .isEmpty();
        assertThat(unnamed(permitted(RestoreException.class), "restore-core/docs/in-a-program.md"))
                .isEmpty();
    }

    @Test
    void theRangesInTheDocumentAndInTheJavadocAreThoseThatAreChecked() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/restore/Restore.java"));
        Restore restore = Restore.from(Path.of("backup"));
        Loading defaults = RestoreOptions.defaults().loading();
        requireRange("batchRows", defaults.batchRows(), restore::batchRows, source);
        requireRange("parallel", defaults.parallel(), restore::parallel, source);
    }

    private static void requireRange(String method, int byDefault, IntFunction<Restore> setter, String source) {
        List<String> row = Document.of("restore-core/docs/options.md")
                .rows()
                .filter(cells -> cells.get(0).startsWith("`" + method))
                .findFirst()
                .orElseThrow();
        String most =
                RANGE.matcher(row.get(3)).results().findFirst().orElseThrow().group(1);
        assertThat(row.get(2)).isEqualTo(String.format(Locale.ROOT, "%,d", byDefault));
        String before = source.substring(0, source.indexOf("public Restore " + method + "("));
        assertThat(before.substring(before.lastIndexOf("/**")))
                .contains("from 1 to " + most + ". Default " + row.get(2) + ".");
        int max = Integer.parseInt(most.replace(",", ""));
        assertThat(setter.apply(max)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> setter.apply(max + 1));
    }

    private static Stream<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("toString"));
    }

    private static Stream<String> permitted(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses()).map(Class::getSimpleName);
    }

    private static Set<String> unnamed(Stream<String> names, String document) {
        String text = Document.of(document).text();
        return names.filter(name -> !Pattern.compile("`(Backup\\.|\\.)?" + name + "\\b")
                        .matcher(text)
                        .find())
                .collect(Collectors.toSet());
    }

    @Test
    void everyPromiseHasTests() throws IOException {
        List<List<String>> rows =
                Document.of("restore-core/docs/reliability.md").table("promise", "tests");
        List<String> promises = PROMISE.matcher(Document.of("README.md").text())
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .toList();
        assertThat(rows).hasSameSizeAs(promises).hasSizeGreaterThan(10);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).get(0)).startsWith(promises.get(i));
        }
        Set<String> tests = names(rows.stream().map(row -> row.get(1)), NAME).collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".java", "")))
                    .containsAll(tests);
        }
    }

    @Test
    void theTablesOfDjangoAreThoseThatAreKnown() {
        List<List<String>> rows =
                Document.of("restore-core/docs/from-the-django-stack.md").table("model", "table");
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            String table = row.get(1).replace("`", "");
            assertThat(names(Stream.of(row.get(0)), MODEL))
                    .first()
                    .isEqualTo(DjangoTables.model(table).orElse(table));
        });
    }

    private static Stream<String> names(Stream<String> cells, Pattern name) {
        return cells.flatMap(cell -> name.matcher(cell).results()).map((MatchResult found) -> found.group(1));
    }
}
