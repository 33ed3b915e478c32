package dev.restore.examples.boot;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, as Debian and others install it. Nothing is fetched for it. */
final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Path DOWNLOADS = Path.of("target/downloads");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private final ChromeDriver driver;

    private Browser(Path chromium, Path chromedriver) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-proxy-server",
                "--lang=en");
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", DOWNLOADS.toAbsolutePath().toString()));
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.toFile())
                        .withSilent(true)
                        .build(),
                options);
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.createDirectories(DOWNLOADS);
            try (DirectoryStream<Path> old = Files.newDirectoryStream(DOWNLOADS)) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        desktop();
    }

    /** Returns why there is no browser; empty when there is one. */
    static Optional<String> missing() {
        return found("chromium", "chromium-browser", "google-chrome").isPresent()
                        && found("chromedriver").isPresent()
                ? Optional.empty()
                : Optional.of("chromium and chromedriver are not installed (Debian: chromium, chromium-driver)");
    }

    static Browser start() {
        return new Browser(
                found("chromium", "chromium-browser", "google-chrome").orElseThrow(),
                found("chromedriver").orElseThrow());
    }

    private static Optional<Path> found(String... names) {
        List<String> directories =
                Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> directories.stream().map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void desktop() {
        driver.manage().window().setSize(new Dimension(1280, 900));
    }

    /** Makes the page as wide as on a phone, which a window cannot be. */
    void phone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    void noPhone() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void go(String url) {
        driver.get(url);
    }

    void forget() {
        driver.manage().deleteAllCookies();
    }

    String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Waits for an element that is shown. */
    WebElement see(String css) {
        return waiting(css)
                .until(any -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    /** Waits until the page shows a text. */
    void read(String text) {
        waiting(text).until(any -> text().contains(text));
    }

    void readUrl(String part) {
        waiting(part).until(any -> url().contains(part));
    }

    private WebDriverWait waiting(String what) {
        WebDriverWait wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(30));
        wait.ignoring(StaleElementReferenceException.class);
        wait.withMessage(() -> "waiting for " + what + " at " + url() + "; there is: " + text());
        return wait;
    }

    void click(String css) {
        waiting(css).until(any -> {
            WebElement element = see(css);
            if (!element.isEnabled()) {
                return false;
            }
            element.click();
            return true;
        });
    }

    void type(String css, String keys) {
        see(css).sendKeys(keys);
    }

    void keys(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    boolean enabled(String css) {
        return see(css).isEnabled();
    }

    /** Presses the tabulator until an element has the focus, as somebody without a mouse does. */
    void tabTo(String css) {
        for (int i = 0; i < 80; i++) {
            keys(Keys.TAB);
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + css);
    }

    String text() {
        return String.valueOf(script("return document.body.innerText"));
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Returns what axe-core finds, each with the elements; empty when the page is accessible. */
    List<?> axe() {
        try (InputStream source = Browser.class.getResourceAsStream(AXE)) {
            driver.executeScript(new String(source.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return (List<?>) driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations.map("
                + "v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join('; '))));");
    }

    void screenshot(String name) {
        try {
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path downloads() {
        return DOWNLOADS;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
