package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Browser;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Path;
import java.util.List;
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
    gateway =
        TestGateway.of(
            folder,
            false,
            TestGateway.HEAD + "apps:\n" + TestGateway.app("shop", upstream.address(), ""));
    browser.openTab();
  }

  @AfterEach
  void close() {
    browser.goTo("about:blank");
    gateway.close();
    upstream.close();
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

  @Test
  void visitorIsToldWhyItFailedAndMayTryAgain() {
    browser.goTo(url("/"));
    awaitText("#stages", "waking shop");
    gateway
        .workload("shop")
        .become(new Observation.Failed("web ended with status 3", List.of("no database")));

    awaitText("#reason", "web ended with status 3");
    awaitText("#again", "Try again");
    assertThat(browser.source()).doesNotContain("no database");
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

  @Test
  void darkAndLightAsTheVisitorPrefers() {
    String background = "return getComputedStyle(document.body).backgroundColor";
    prefer("dark");
    browser.goTo(url("/"));

    assertThat(browser.run(background)).isEqualTo("rgb(27, 26, 23)");
    prefer("light");
    assertThat(browser.run(background)).isEqualTo("rgb(251, 250, 247)");
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
