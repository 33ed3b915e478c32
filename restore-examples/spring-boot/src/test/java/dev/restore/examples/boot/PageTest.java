package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.boot.operations.HistoryDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The page in Chromium, as people use it. */
@ExtendWith(NeedsBrowser.class)
class PageTest extends ApplicationTest {

    private static final String START = "dialog button[type=submit]";
    private static final String RUN_COMPLETE = "main header .badge.good";
    private static final String RUN_FAILED = "main header .badge.bad";
    private static Browser browser;

    @Autowired
    HistoryDatabase history;

    @BeforeAll
    static void openBrowser() {
        if (Browser.missing().isEmpty()) {
            browser = Browser.start();
        }
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void logIn() {
        admin.get("/api/backups")
                .json()
                .forEach(backup ->
                        admin.send("DELETE", "/api/backups/" + backup.get("id").asString(), null, Map.of()));
        browser.forget();
        logIn(port, "admin");
    }

    @AfterEach
    void leave() {
        browser.go("about:blank");
    }

    private static void logIn(int port, String name) {
        browser.go("http://127.0.0.1:" + port + "/login.html");
        browser.type("#username", name);
        browser.type("#password", PASSWORD + Keys.ENTER);
        browser.see("main table, main .empty");
    }

    private String page() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Opens the dialog for a backup and fills it in, all but the last click. */
    private static void prepare(String backup) {
        browser.click("[data-backup='" + backup + "'] [data-act=restore]");
        browser.see("dialog #confirm");
        browser.type("dialog #confirm", "SHOP");
    }

    private static long shownRows() {
        Object figure = browser.script(
                "const shown = document.querySelector('[data-figure=rows]'); return shown ? shown.textContent : '-1'");
        return Long.parseLong(String.valueOf(figure).replace(",", ""));
    }

    private static void assertAccessible() {
        assertThat(browser.axe()).isEmpty();
    }

    @Test
    void whoIsNotLoggedInGetsNoFurtherThanTheLogin() {
        browser.forget();
        browser.go(page());
        browser.readUrl("/login.html");
        assertAccessible();
        browser.type("#username", "admin");
        browser.type("#password", "wrong" + Keys.ENTER);
        browser.read("The name or the password is not right.");
        browser.screenshot("login");
        assertAccessible();
    }

    @Test
    void aBackupIsMadeDownloadedAndDeleted() throws IOException {
        browser.read("No backups yet");
        browser.screenshot("empty");
        assertAccessible();
        browser.click("#create");
        browser.see(RUN_COMPLETE);
        browser.go(page());
        String id = String.valueOf(browser.see("[data-backup]").getDomAttribute("data-backup"));
        browser.screenshot("overview");
        browser.click("[data-act=download]");
        long size = admin.get("/api/backups/" + id).json().get("bytes").asLong();
        await(
                () -> newest(browser.downloads(), ".tar.gz"),
                file -> file != null && file.toFile().length() == size);
        browser.click("[data-act=delete]");
        browser.read("is deleted for good");
        assertAccessible();
        browser.click(START);
        browser.read("No backups yet");
        assertThat(admin.get("/api/backups/" + id).status()).isEqualTo(404);
    }

    private static Path newest(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void anUploadIsPlannedConfirmedWatchedAndUndone() throws IOException {
        sql.update("insert into slow values (77, 'old')");
        Path file = Files.write(Path.of("target/slow.ndjson"), rows(6_000));
        browser.read("No backups yet");
        ((WebElement) browser.script("return document.getElementById('file')"))
                .sendKeys(file.toAbsolutePath().toString());
        browser.see("[data-backup]");
        assertAccessible();

        browser.click("[data-act=restore]");
        browser.read("1 row will be deleted first");
        assertThat(browser.enabled(START)).isFalse();
        browser.type("dialog #confirm", "SHO");
        assertThat(browser.enabled(START)).isFalse();
        browser.type("dialog #confirm", "P");
        assertThat(browser.enabled(START)).isTrue();
        browser.screenshot("plan");
        assertAccessible();

        SlowTrigger.ROWS.set(0);
        SlowTrigger.nanosPerRow = 300_000;
        browser.click(START);
        browser.see("progress");
        long seen = await(PageTest::shownRows, rows -> rows > 0);
        assertThat(seen).isLessThanOrEqualTo(SlowTrigger.ROWS.get());
        browser.screenshot("running");
        assertAccessible();
        long more = await(PageTest::shownRows, rows -> rows > seen);
        assertThat(more).isLessThanOrEqualTo(SlowTrigger.ROWS.get());
        SlowTrigger.nanosPerRow = 0;
        browser.see(RUN_COMPLETE);
        browser.read("6,000");
        browser.screenshot("report");
        assertAccessible();
        assertThat(count("slow")).isEqualTo(6_000);

        browser.click("#undo");
        browser.type("dialog #confirm", "SHOP");
        browser.click(START);
        browser.read("Undo of a restore");
        browser.see(RUN_COMPLETE);
        assertThat(sql.queryForList("select id from slow", Integer.class)).containsExactly(77);
    }

    @Test
    void aRunningRestoreIsCancelledAndNothingIsChanged() {
        sql.update("insert into slow values (77, 'old')");
        String backup = uploadRows(8_000);
        browser.go(page());
        prepare(backup);
        SlowTrigger.nanosPerRow = 1_000_000;
        browser.click(START);
        await(PageTest::shownRows, rows -> rows > 0);
        browser.click("#cancel");
        browser.read("Cancelled");
        browser.screenshot("cancelled");
        assertThat(browser.has("#cancel")).isFalse();
        assertThat(sql.queryForList("select id from slow", Integer.class)).containsExactly(77);
    }

    @Test
    void aFailingRestoreSaysWhyAndBadRowsCanBeSetAside() throws IOException {
        String backup =
                upload("slow.ndjson", "{\"id\":1}\n{\"id\":null}\n{\"id\":3}\n".getBytes(StandardCharsets.UTF_8));
        browser.go(page());
        prepare(backup);
        browser.click(START);
        browser.see(RUN_FAILED);
        browser.read("It did not succeed.");
        browser.screenshot("failed");
        assertAccessible();
        assertThat(count("slow")).isZero();

        browser.go(page());
        browser.click("[data-act=restore]");
        browser.see("dialog #confirm");
        browser.click("dialog [name=rejectRows]");
        browser.read("Plan");
        browser.type("dialog #confirm", "SHOP");
        browser.click(START);
        browser.read("Complete with loss");
        browser.read("Rejected rows");
        browser.screenshot("loss");
        assertAccessible();
        browser.click("#rejects");
        Path rejects = await(() -> newest(browser.downloads(), "rejects.ndjson"), file -> file != null);
        assertThat(rejects).isNotNull();
        assertThat(count("slow")).isEqualTo(2);
    }

    @Test
    void aPlanThatCannotBeRunShowsWhatStandsInTheWay() {
        String backup = upload(
                "nowhere.json",
                "{\"nowhere\":[{\"id\":1}],\"slow\":[{\"id\":1,\"more\":2}]}".getBytes(StandardCharsets.UTF_8));
        browser.go(page());
        browser.click("[data-backup='" + backup + "'] [data-act=restore]");
        browser.read("This cannot be run as it is");
        assertThat(browser.enabled(START)).isFalse();
        assertThat(browser.has("dialog #confirm")).isFalse();
        browser.screenshot("problems");
        assertAccessible();
    }

    @Test
    void aMergeShowsWhatItWouldDo() {
        String backup = upload(
                "merge.json", "{\"category\":[{\"id\":901,\"name\":\"Category 1\"}]}".getBytes(StandardCharsets.UTF_8));
        browser.go(page());
        browser.click("[data-backup='" + backup + "'] [data-act=restore]");
        browser.click("dialog [value=MERGE]");
        browser.read("901 -> 1");
        assertThat(browser.has("dialog #confirm")).isFalse();
        browser.screenshot("merge");
        assertAccessible();
    }

    @Test
    void aLostServerIsToldAndFoundAgain() {
        try (Link link = new Link(port)) {
            browser.forget();
            logIn(link.port(), "admin");
            SlowTrigger.nanosPerRow = 1_000_000;
            String run = restore(uploadRows(8_000), replace());
            browser.go("http://127.0.0.1:" + link.port() + "/#/runs/" + run);
            await(PageTest::shownRows, rows -> rows > 0);
            link.cut();
            browser.read("The connection to the server is lost.");
            browser.screenshot("lost");
            SlowTrigger.nanosPerRow = 0;
            link.mend();
            browser.see(RUN_COMPLETE);
            assertThat(browser.text()).doesNotContain("is lost");
            browser.go("about:blank");
        }
    }

    @Test
    void anInterruptedRunIsOfferedToBeRunAgain() {
        String id = InterruptedTest.abandoned(history, uploadRows(5));
        await(() -> run(id), state -> status(state).equals("INTERRUPTED"));
        browser.go(page());
        browser.click("[data-run='" + id + "'] a");
        browser.read("Its process is gone.");
        browser.screenshot("interrupted");
        assertAccessible();
        browser.click("#resume");
        browser.see(RUN_COMPLETE);
        browser.read("attempt 2");
        assertThat(count("slow")).isEqualTo(5);
    }

    @Test
    void anOperatorSeesAndIsOfferedNothingThatChanges() {
        uploadRows(2);
        browser.forget();
        logIn(port, "operator");
        browser.read("sees only");
        browser.see("[data-act=download]");
        for (String button :
                new String[] {"#create", "#upload", "[data-act=restore]", "[data-act=drill]", "[data-act=delete]"}) {
            assertThat(browser.has(button)).as(button).isFalse();
        }
        assertAccessible();
    }

    @Test
    void itFitsOnAPhoneAndIntoTheDark() {
        ended(admin.post("/api/backups", "{}").json().get("id").asString());
        uploadRows(2);
        browser.phone();
        try {
            browser.go(page());
            browser.see("[data-run]");
            assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            browser.screenshot("phone");
            assertAccessible();
            browser.click("[data-act=restore]");
            browser.see("dialog #confirm");
            assertThat(browser.script(
                            "return document.querySelector('dialog').getBoundingClientRect().right <= innerWidth"))
                    .isEqualTo(true);
            browser.screenshot("phone-plan");
        } finally {
            browser.noPhone();
        }
        browser.scheme("dark");
        try {
            browser.go(page());
            browser.see("[data-run]");
            browser.screenshot("dark");
            assertAccessible();
            browser.click("[data-act=restore]");
            browser.see("dialog #confirm");
            browser.screenshot("dark-plan");
            assertAccessible();
        } finally {
            browser.scheme("light");
        }
    }

    @Test
    void theKeyboardIsEnough() {
        uploadRows(3);
        browser.go(page());
        browser.see("[data-backup]");
        browser.tabTo("[data-act=restore]");
        browser.keys(Keys.ENTER);
        browser.see("dialog #confirm");
        browser.keys(Keys.ESCAPE);
        await(() -> browser.has("dialog"), open -> !open);
        assertThat(browser.script("return document.activeElement.dataset.act")).isEqualTo("restore");
        browser.keys(Keys.ENTER);
        browser.see("dialog #confirm");
        browser.tabTo("#confirm");
        browser.keys("SHOP");
        browser.tabTo(START.replace("dialog ", ""));
        browser.keys(Keys.ENTER);
        browser.see(RUN_COMPLETE);
        assertThat(count("slow")).isEqualTo(3);
    }

    @Test
    void scriptInTableNamesAndValuesIsText() {
        String markup = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
        String document = "{\"" + markup + "\":[{\"id\":1}]}";
        String backup = upload("<b>markup.json", document.getBytes(StandardCharsets.UTF_8));
        sql.execute("create table \"<img src=x onerror=window.hacked=1>\" (id integer)");
        try {
            browser.go(page());
            browser.click("[data-backup='" + backup + "'] [data-act=restore]");
            browser.read("onerror");
            JsonNode run = ended(restore(backup, replace()));
            browser.go(page() + "#/runs/" + run.get("id").asString());
            browser.go(page());
            browser.go(page() + "#/runs/" + run.get("id").asString());
            browser.read("onerror");
            String bad = upload(
                    "slow.ndjson",
                    ("{\"id\":1,\"note\":\"" + markup + "\"}\n{\"id\":\"" + markup + "\",\"note\":\"x\"}\n")
                            .getBytes(StandardCharsets.UTF_8));
            JsonNode loss = ended(restore(bad, "{\"mode\":\"REPLACE\",\"confirm\":\"SHOP\",\"rejectRows\":true}"));
            assertThat(status(loss)).isEqualTo("COMPLETE_WITH_LOSS");
            browser.go(page() + "#/runs/" + loss.get("id").asString());
            browser.read("Rejected rows");
            assertThat(browser.script("return window.hacked === undefined")).isEqualTo(true);
            assertThat(browser.has("main img")).isFalse();
        } finally {
            sql.execute("drop table \"<img src=x onerror=window.hacked=1>\"");
        }
    }
}
