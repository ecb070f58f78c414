package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person tries what the demo says. */
class DemoIT {
  private static final int INT = 2;
  private static final int TERM = 15;
  private static final String HELLO = "<h1>Hello from a workload in Ostler's care</h1>";
  private static final Pattern FOLDER = Pattern.compile("\n  cd (\\S+)\n");

  private static final Pattern STATUS = Pattern.compile("http://(ostler:[^@]+)@([0-9.:]+)/\n");

  private final HttpClient browser = HttpClient.newHttpClient();
  private int port;
  private OstlerProcess demo;
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    begin(command());
  }

  private OstlerCommand command(String... options) throws IOException {
    port = freePort();
    List<String> words = new ArrayList<>(List.of("demo", "--port", Integer.toString(port)));
    words.addAll(List.of(options));
    return OstlerCommand.of(words.toArray(String[]::new));
  }

  private void begin(OstlerCommand command) throws Exception {
    demo = command.start();
    awaitServing(1);
    Eventually.await("the gateway listens", this::isServing);
    Matcher told = FOLDER.matcher(demo.output());
    assertThat(told.find()).as(demo.output()).isTrue();
    folder = Path.of(told.group(1));
  }

  @Test
  void runsFromAFolderOfAnyNameInAnyLocale(@TempDir Path scratch) throws Exception {
    endDemo();
    Path place = Files.createSymbolicLink(scratch.resolve("große Töne"), OstlerCommand.home());

    begin(command().at(place).with("LC_ALL", "C"));

    assertThat(page()).contains(HELLO);
  }

  @AfterEach
  void end() {
    endDemo();
    browser.close();
  }

  private void endDemo() {
    if (demo.isAlive()) {
      demo.signal(TERM); // killed, it would leave its folder
      demo.awaitExit();
    }
    demo.close();
  }

  /** None of those that the kernel gives to clients: one of them might be first. */
  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (BindException taken) {
        // Another, then.
      }
    }
  }

  private void awaitServing(int times) {
    int _ =
        Eventually.await(
            "the server was started " + times + " times",
            () -> demo.output().split("web server: serving 1 files\n", -1).length - 1,
            started -> started == times,
            () -> demo.output() + demo.errors());
  }

  private String page() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private boolean isServing() throws Exception {
    try {
      return page().contains("<h1>");
    } catch (ConnectException refused) {
      return false;
    }
  }

  private void awaitMessage(String message) {
    Eventually.await(
        message, () -> demo.errors(), said -> said.contains("ostler: " + message + "\n"), () -> "");
  }

  /** As a browser asks for a page. */
  private String visit() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("Accept", "text/html")
            .build();
    return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Types a line in another terminal. */
  private void type(String line) {
    Tool.run("sh", "-c", "cd " + folder + " && . ./environment && " + line);
  }

  private void offer(String page) {
    type("echo '" + page + "' > site/index.html");
    type("tar -C site -cf next.tar . && mv next.tar site.tar");
  }

  @Test
  void introductionNamesTheAddressAndTheFolder() throws Exception {
    assertThat(demo.output())
        .startsWith("A small web app in Ostler's care: http://127.0.0.1:" + port + "/\n")
        .contains("curl http://127.0.0.1:" + port + "/\n");
    assertThat(folder).isDirectory();
    assertThat(page()).contains(HELLO);
  }

  @Test
  void introductionAndPageAreThereWithinTwentySecondsAndTheAppRestsAfterAsMany() throws Exception {
    endDemo();
    long typed = System.nanoTime();
    begin(command());
    Duration took = Duration.ofNanos(System.nanoTime() - typed);

    assertThat(took).isLessThan(Duration.ofSeconds(20));
    assertThat(demo.output())
        .contains(
            "When nobody has\nvisited it for 20s it rests;", "Ctrl-C here ends everything.\n");
    assertThat(Files.readString(folder.resolve("gateway.yaml"))).contains("after: 20000ms");
  }

  @Test
  void changedPageIsServedOnceItsArchiveIsRenamedIn() throws Exception {
    offer("<h1>Changed</h1>");
    demo.awaitOutput("web server: read 1 files again\n");

    assertThat(page()).isEqualTo("<h1>Changed</h1>\n");
    assertThat(demo.errors()).contains("0 created, 1 modified, 0 deleted, 0 unchanged");
  }

  @Test
  void badPageIsRefusedAndTheOldStays() throws Exception {
    offer("nonsense");
    awaitMessage(
        "refused what came from "
            + folder
            + "/site.tar, the old stays: its check exited with status 1");

    assertThat(page()).contains(HELLO);
    assertThat(demo.output()).doesNotContain("again");
  }

  @Test
  void serverRestsWhileTheFileIsAway() throws Exception {
    type("rm active");
    awaitMessage("on standby");
    type("touch active");
    awaitMessage("active");

    awaitServing(2);
    assertThat(page()).contains(HELLO);
  }

  @Test
  @Needs(RealPart.NC)
  void serverIsSuspendedAndResumedByDatagram() throws Exception {
    type("echo STOP  | nc -w 1 -uU datagrams.sock");
    awaitMessage("suspended");
    type("echo START | nc -w 1 -uU datagrams.sock");
    awaitMessage("resumed");

    awaitServing(2);
    assertThat(page()).contains(HELLO);
  }

  @Test
  void appRestsWhenItIsToldToAndTheNextVisitorSeesItWake() throws Exception {
    type("ostler idle web");
    awaitMessage("suspended");

    assertThat(visit()).contains("web is being woken");
    awaitServing(2);
    assertThat(page()).contains(HELLO);
    assertThat(demo.errors()).contains("ostler: web: waking for a visitor\n");
  }

  @Test
  void appRestsWhenNobodyVisits() throws Exception {
    endDemo();
    begin(command("--rest", "2s"));
    awaitMessage("suspended");

    assertThat(page()).contains(HELLO);
  }

  @Test
  void statusPageIsThereForWhoeverHasTheAddress() throws Exception {
    Matcher told = STATUS.matcher(demo.output());
    assertThat(told.find()).as(demo.output()).isTrue();
    String password =
        Base64.getEncoder().encodeToString(told.group(1).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + told.group(2) + "/"))
            .header("Authorization", "Basic " + password)
            .build();

    assertThat(browser.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .contains("<th scope=\"row\">web</th>");
  }

  @Test
  void commandsOfTheIntroductionCanBeTyped() throws Exception {
    type("ostler apps && ostler explain web && ostler ctl status && cat run.yaml gateway.yaml");
    type("ostler ctl suspend");
    awaitMessage("suspended");
    type("ostler ctl resume");
    awaitMessage("resumed");
  }

  @Test
  void interruptEndsEverythingAndLeavesNothing() throws Exception {
    demo.signal(INT);

    assertThat(demo.awaitExit()).isZero();
    assertThat(demo.output()).endsWith("ostler: all gone\n");
    assertThat(demo.descendants()).isEmpty();
    assertThat(folder).doesNotExist();
    assertThat(isServing()).isFalse();
  }

  @Test
  void termEndsEverythingEvenOnStandby() {
    type("rm active");
    awaitMessage("on standby");
    demo.signal(TERM);

    assertThat(demo.awaitExit()).isZero();
    assertThat(demo.descendants()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void readmeShowsWhatADemoPrints() throws Exception {
    doWhatTheReadmeTells();

    List<String> printed = plain(demo.errors());
    printed.addAll(plain(demo.output().replaceFirst("(?s)\n.*?\n(?=web server: )", "\n...\n")));
    assertThat(plain(transcript())).containsExactlyInAnyOrderElementsOf(printed);
  }

  private void doWhatTheReadmeTells() throws Exception {
    type("ostler idle web");
    awaitMessage("suspended");
    assertThat(visit()).contains("web is being woken");
    awaitReady(2);
    offer("<h1>Changed</h1>");
    demo.awaitOutput("web server: read 1 files again\n");
    type("rm active");
    awaitMessage("web: went down while it was awake: web is on standby");
    type("touch active");
    awaitReady(3);
    type("ostler ctl suspend");
    awaitMessage("web: going to rest: others have begun with it");
    type("ostler ctl resume");
    awaitReady(4);
    offer("nonsense");
    demo.awaitErrors("its check exited with status 1\n");
    demo.signal(INT);
    demo.awaitExit();
  }

  private static String transcript() throws IOException {
    return GuideBlock.of(Path.of("../README.md").toRealPath()).stream()
        .map(GuideBlock::text)
        .filter(text -> text.startsWith("A small web app"))
        .findFirst()
        .orElseThrow();
  }

  private void awaitReady(int times) {
    Eventually.await(
        "it was ready " + times + " times",
        () -> demo.errors().split("ostler: web: ready after ", -1).length - 1 == times);
  }

  /** Without what is another each time. */
  private static List<String> plain(String said) {
    return new ArrayList<>(
        said.replaceAll("[0-9]+ ms", "N ms")
            .replaceAll("/tmp/ostler-demo-[0-9]+", "FOLDER")
            .replaceAll("127.0.0.1:[0-9]+", "ADDRESS")
            .lines()
            .toList());
  }

  @Test
  void portThatIsTakenIsNamedWithTheWayOut() throws Exception {
    assertThat(OstlerCommand.of("demo", "--port", Integer.toString(port)).run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot listen on port "
                    + port
                    + ": Address already in use; choose another by --port\n"));
    assertThat(Files.isDirectory(folder)).isTrue();
  }

  @Test
  void argumentsAreWrongUsage() {
    assertThat(OstlerCommand.of("demo", "now").run())
        .isEqualTo(new Result(64, "", "ostler: ostler demo takes no arguments\n"));
    assertThat(OstlerCommand.of("demo", "--rest", "0s").run())
        .isEqualTo(new Result(64, "", "ostler: --rest must be positive, got '0s'\n"));
    assertThat(OstlerCommand.of("demo", "--port", "0").run())
        .isEqualTo(new Result(64, "", "ostler: --port must be 1 to 65535, got '0'\n"));
  }
}
