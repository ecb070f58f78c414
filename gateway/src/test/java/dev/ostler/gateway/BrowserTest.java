package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Browser;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page while an app wakes, as people see it. */
@Needs(RealPart.CHROMIUM)
@SuppressWarnings("NullAway.Init")
class BrowserTest {
  private static Browser browser;

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeAll
  static void openBrowser() {
    browser = Browser.open();
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("the app");
    gateway = TestGateway.of(folder, false, TestGateway.shop(upstream.address(), ""));
    browser.openTab();
  }

  @AfterEach
  void close() {
    browser.goTo("about:blank");
    gateway.close();
    upstream.close();
  }

  /** At the same port, where the page looks for it. */
  private void restart() throws Exception {
    String there = TestGateway.HEAD.replaceFirst(":0", ":" + gateway.port());
    gateway.close();
    gateway =
        TestGateway.of(
            folder, false, there + "apps:\n" + TestGateway.app("shop", upstream.address(), ""));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + gateway.port() + path;
  }

  private static String text(String selector) {
    return browser.run("return document.querySelector('" + selector + "').innerText");
  }

  private static void awaitText(String selector, String part) {
    Eventually.await(selector, () -> text(selector), text -> text.contains(part), () -> "");
  }

  private static void awaitApp(String answer) {
    Eventually.await(
        "the app's own page", browser::source, source -> source.contains(answer), () -> "");
  }

  @Test
  void visitorSeesTheStagesAndComesToTheVeryPageThatHeAskedFor() {
    browser.goTo(url("/cart/3?item=a%20b&x=1#details"));
    awaitText("#stages", "waking shop");
    gateway.workload("shop").become(new Observation.Waking("pulling <b>the</b> image 100 %"));
    awaitText("#stages", "pulling <b>the</b> image 100 %");
    assertThat(text("#headline")).isEqualTo("shop is being woken");
    gateway.workload("shop").run();

    awaitApp("the app /cart/3?item=a%20b&amp;x=1");
    assertThat(browser.url()).isEqualTo(url("/cart/3?item=a%20b&x=1#details"));
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  /** How long is for people to read: a limit would judge how busy the machine is. */
  @Test
  void timeUntilABrowserShowsAnAppThatIsReadyIsPrinted() {
    browser.goTo(url("/soon"));
    awaitText("#stages", "waking shop");
    long ready = System.nanoTime();
    gateway.workload("shop").run();

    awaitApp("the app /soon");
    Duration took = Duration.ofNanos(System.nanoTime() - ready);
    System.out.println("browser: the app's page " + took.toMillis() + " ms after it was ready");
  }

  @Test
  void visitorSeesTheTimeThatItTakesBesideTheUsualOne() {
    browser.goTo(url("/first"));
    awaitText("#stages", "waking shop");
    assertThat(text("#waiting")).doesNotContain("Usually");
    gateway.workload("shop").run();
    awaitApp("the app /first");
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    browser.goTo(url("/second"));

    awaitText("#waiting", "Usually that takes ");
    Eventually.await("the clock goes", () -> text("#clock").matches("[1-9][0-9]* s"));
  }

  @Test
  void whatAPlatformSaysIsTextAndNothingElse() {
    browser.goTo(url("/"));
    awaitText("#stages", "waking shop");
    String text = "🚀 100 % <script>document.title = 'taken'</script><img src=x>";
    gateway.workload("shop").become(new Observation.Waking(text));
    awaitText("#stages", text);
    browser.goTo(url("/late"));
    awaitText("#stages", text);

    String title = browser.run("return document.title");
    assertThat(title).isEqualTo("shop is being woken");
    assertThat(browser.run("return String(document.querySelectorAll('main img').length)"))
        .isEqualTo("0");
  }

  @Test
  void visitorWhoComesByHttpsStaysThereAndComesToTheVeryPage() throws Exception {
    gateway.close();
    TlsTest.make(folder, "it", "localhost", "EC");
    String tls =
        "tls: {listen: 127.0.0.1:0, certificates: {certificate: FOLDER/it.crt, key: FOLDER/it.key}}\n"
            .replace("FOLDER", folder.toString());
    gateway =
        TestGateway.of(
            folder,
            false,
            TestGateway.HEAD + tls + "apps:\n" + TestGateway.app("shop", upstream.address(), ""));
    browser.develop("Security.setIgnoreCertificateErrors", "{\"ignore\":true}");
    String secure =
        "https://127.0.0.1:"
            + gateway.gateway.tlsAddress().orElseThrow().getPort()
            + "/cart/3?item=a%20b#details";
    browser.goTo(secure);
    awaitText("#stages", "waking shop");
    gateway.workload("shop").run();

    awaitApp("the app /cart/3?item=a%20b");
    assertThat(browser.url()).isEqualTo(secure);
    assertThat(upstream.heads.getLast().getFirst("X-Forwarded-Proto")).isEqualTo("https");
    browser.develop("Security.setIgnoreCertificateErrors", "{\"ignore\":false}");
  }

  @Test
  void visitorIsToldWhyItFailedAndMayTryAgain() throws Exception {
    browser.goTo(url("/"));
    awaitText("#stages", "waking shop");
    gateway
        .workload("shop")
        .become(new Observation.Failed("web ended with status 3", List.of("no database")));

    awaitText("#reason", "web ended with status 3");
    awaitText("#again", "Try again");
    assertThat(text("#headline")).isEqualTo("shop cannot be started");
    String title = browser.run("return document.title");
    assertThat(title).isEqualTo("shop cannot be started");
    assertThat(browser.source()).doesNotContain("no database");
    keepPicture("wake-failed.png");
  }

  @Test
  void pageOfAGatewayThatIsStartedAnewGoesOnByItself() throws Exception {
    browser.goTo(url("/cart?a=1#top"));
    awaitText("#stages", "waking shop");
    restart();
    Eventually.await("it was asked again", () -> !gateway.workload("shop").asked.isEmpty());
    gateway.workload("shop").run();

    awaitApp("the app /cart?a=1");
    assertThat(browser.url()).isEqualTo(url("/cart?a=1#top"));
  }

  @Test
  void twoTabsAndOneThatComesLateSeeTheSameAndAllArrive() {
    browser.goTo(url("/first"));
    awaitText("#stages", "waking shop");
    String first = browser.openTab();
    browser.goTo(url("/second"));
    gateway.workload("shop").become(new Observation.Waking("starting the program"));
    awaitText("#stages", "starting the program");
    String second = browser.openTab();
    browser.goTo(url("/late"));
    awaitText("#stages", "starting the program");
    gateway.workload("shop").run();

    awaitApp("the app /late");
    browser.switchTo(second);
    awaitApp("the app /second");
    browser.switchTo(first);
    awaitApp("the app /first");
    assertThat(gateway.workload("shop").asked).containsExactly("wake");
  }

  @Test
  void withoutScriptsThePageIsLoadedAgainUntilTheAppIsThere() {
    browser.develop("Emulation.setScriptExecutionDisabled", "{\"value\":true}");
    browser.goTo(url("/plain?a=1"));
    assertThat(browser.source()).contains("waking shop");
    gateway.workload("shop").run();

    awaitApp("the app /plain?a=1");
    browser.develop("Emulation.setScriptExecutionDisabled", "{\"value\":false}");
  }

  private static void prefer(String scheme) {
    browser.develop(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
  }

  /** Keeps what is seen, for people to look at. */
  private static void keepPicture(String name) throws IOException {
    String answer = browser.develop("Page.captureScreenshot", "{\"captureBeyondViewport\":true}");
    Matcher picture = Pattern.compile("\"data\":\"([^\"]+)\"").matcher(answer);
    assertThat(picture.find()).isTrue();
    Path folder = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(folder.resolve(name), Base64.getDecoder().decode(picture.group(1)));
  }

  @Test
  void pageOfAllAppsShowsWhatBecameOfThemInDarkAndLight() throws Exception {
    gateway.get("/", "User-Agent", "Mozilla/5.0", "Accept", "text/html");
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
    gateway
        .workload("shop")
        .become(new Observation.Failed("web ended with status 3", List.of("no database")));
    gateway.await("shop", "\"phase\":\"failed\"");
    prefer("light");
    browser.goTo(
        "http://me:secret@127.0.0.1:"
            + gateway.gateway.adminAddress().orElseThrow().getPort()
            + "/");

    assertThat(text("h1")).isEqualTo("0 of 1 rest, 0:00 h saved");
    assertThat(text("main")).contains("web ended with status 3", "by a visitor", "well");
    assertThat(browser.run("return getComputedStyle(document.querySelector('h1')).fontSize"))
        .isEqualTo("24px");
    assertThat(browser.run("return getComputedStyle(document.querySelector('svg .waking')).fill"))
        .isEqualTo("rgb(178, 106, 0)");
    keepPicture("status-light.png");
    prefer("dark");
    assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(27, 26, 23)");
    keepPicture("status-dark.png");
  }

  @Test
  void pageOfAllAppsTellsThoseWhoDoNotSeeWhatItsPicturesTell() {
    gateway.get("/", "User-Agent", "Mozilla/5.0", "Accept", "text/html");
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
    browser.goTo(
        "http://me:secret@127.0.0.1:"
            + gateway.gateway.adminAddress().orElseThrow().getPort()
            + "/");
    String tree = browser.develop("Accessibility.getFullAXTree", "{}");

    assertThat(tree)
        .contains("\"value\":\"image\"", "\"value\":\"rowheader\"", "\"value\":\"columnheader\"")
        .contains("\"value\":\"What each app did in the last 24 hours\"")
        .contains("\"value\":\"How long the last wakes of each app took, oldest first\"");
    assertThat(
            browser.run(
                "return performance.getEntriesByType('resource').map(r => r.name).join(' ')"))
        .isEmpty();
  }

  @Test
  void darkAndLightAsTheVisitorPrefers() throws Exception {
    String background = "return getComputedStyle(document.body).backgroundColor";
    prefer("dark");
    browser.goTo(url("/"));

    assertThat(browser.run(background)).isEqualTo("rgb(27, 26, 23)");
    keepPicture("wake-dark.png");
    prefer("light");
    assertThat(browser.run(background)).isEqualTo("rgb(251, 250, 247)");
    keepPicture("wake-light.png");
  }

  @Test
  void thoseWhoDoNotSeeAreToldOfEachStage() {
    browser.goTo(url("/"));
    awaitText("#stages", "waking shop");
    String tree = browser.develop("Accessibility.getFullAXTree", "{}");

    assertThat(tree)
        .contains("\"value\":\"status\"", "\"value\":\"polite\"", "\"value\":\"main\"")
        .contains("\"value\":\"shop is being woken\"")
        .contains("\"value\":\"waking shop\"");
    assertThat(browser.run("return document.documentElement.lang")).isEqualTo("en");
  }

  @Test
  void pageNeedsNothingFromElsewhereAndBreaksNoPolicy() {
    browser.goTo(url("/"));
    awaitText("#stages", "waking shop");

    assertThat(
            browser.run(
                "return performance.getEntriesByType('resource').map(r => r.name).join(' ')"))
        .isIn("", url("/.ostler/events"));
    assertThat(browser.run("return getComputedStyle(document.querySelector('h1')).fontSize"))
        .isEqualTo("24px");
  }

  @Test
  void eachStageIsAddedOnceWithoutLoadingThePageAgain() {
    browser.goTo(url("/back?to=me"));
    awaitText("#stages", "waking shop");
    gateway.workload("shop").become(new Observation.Waking("half way"));
    awaitText("#stages", "half way");
    browser.run("window.stayed = 'yes'; return ''");
    gateway.workload("shop").become(new Observation.Waking("still there"));
    awaitText("#stages", "still there");

    assertThat(browser.run("return window.stayed")).isEqualTo("yes");
    assertThat(browser.run("return String(document.querySelectorAll('#stages li').length)"))
        .isEqualTo("3");
  }
}
