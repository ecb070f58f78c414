package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/*
 * Most examples wait for something to happen in another process: they run at the same time. Each is
 * itself run by ostler, which ends whatever an example leaves behind.
 */
/**
 * Runs the examples of the README and the guides: every block marked {@code sh test}, in a folder
 * of its own with {@code ostler} in it and the files of the blocks marked {@code file NAME} of the
 * same document. A block marked {@code text output} after it is what it prints; {@code ...} stands
 * for anything on one line. Ports are exchanged for free ones.
 */
class GuideExamplesIT {
  private static final int AT_ONCE = 4;
  private static final List<String> PORTS = List.of("8080", "9600", "9700");

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  @TempDir Path scratch;

  @TestFactory
  List<DynamicTest> examplesDoWhatTheGuidesSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : guides()) {
      List<GuideBlock> blocks = GuideBlock.of(document);
      assertThat(blocks)
          .as(document.toString())
          .anyMatch(block -> block.isExample() || block.isFleet() || block.isGateway());
      for (GuideBlock example : blocks.stream().filter(GuideBlock::isExample).toList()) {
        Place place = prepare(blocks, tests.size());
        Future<OstlerCommand.Result> running = threads.submit(() -> run(example, place));
        tests.add(
            dynamicTest(example.name(), example.where(), () -> check(example, place, running)));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> filesOfTheDocumentsAreAccepted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : GuideBlock.documents()) {
      List<GuideBlock> blocks = GuideBlock.of(document);
      for (GuideBlock file : blocks.stream().filter(b -> b.isRunFile() || b.isFleet()).toList()) {
        Place place = prepare(blocks, tests.size());
        Path written = Files.writeString(place.folder().resolve("checked.yaml"), file.text());
        tests.add(dynamicTest(file.name(), file.where(), () -> accept(file, place, written)));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> filesOfGatewaysInTheDocumentsAreAccepted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : GuideBlock.documents()) {
      List<GuideBlock> blocks = GuideBlock.of(document);
      for (GuideBlock file : blocks.stream().filter(GuideBlock::isGateway).toList()) {
        Place place = prepare(blocks, tests.size());
        Path written = Files.writeString(place.folder().resolve("checked.yaml"), file.text());
        OstlerCommand command = OstlerCommand.of("check", written.toString());
        command.with("OSTLER_GATEWAY_TOKEN", "secret");
        tests.add(dynamicTest(file.name(), file.where(), () -> accept(place, command)));
      }
    }
    return tests;
  }

  @AfterEach
  void endAll() {
    threads.close();
  }

  /** Those that have examples. */
  private static List<Path> guides() throws IOException {
    Path root = Path.of("..").toRealPath();
    return GuideBlock.documents().stream()
        .filter(document ->
            document.equals(root.resolve("README.md"))
                || document.startsWith(root.resolve("docs/guide"))
                || document.startsWith(root.resolve("docs/migration"))
                || document.endsWith("reference/output.md")
                || document.endsWith("reference/control-protocol.md"))
        .filter(document ->
            !document.startsWith(root.resolve("docs")) || !document.endsWith("README.md"))
        .toList();
  }

  /**
   * Where an example runs.
   *
   * @param folder with {@code ostler} and the document's files
   * @param ports what stands for a port of the document
   */
  private record Place(Path folder, Map<String, String> ports) {
    String replaced(String text) {
      String replaced = text;
      for (Map.Entry<String, String> port : ports.entrySet()) {
        replaced = replaced.replace(port.getKey(), port.getValue());
      }
      return replaced;
    }
  }

  private Place prepare(List<GuideBlock> blocks, int number) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("example" + number));
    Place place = new Place(folder, freePorts());
    Path home = OstlerCommand.home();
    for (String command : List.of("ostler", "ostler-health")) {
      Files.createSymbolicLink(folder.resolve(command), home.resolve("bin").resolve(command));
    }
    // As in a checkout.
    Files.createDirectories(folder.resolve("cli/target"));
    Files.createSymbolicLink(folder.resolve("cli/target/ostler"), home);
    for (GuideBlock file : blocks) {
      if (file.isFile()) {
        Files.writeString(folder.resolve(file.fileName()), place.replaced(file.text()));
      }
    }
    return place;
  }

  private static Map<String, String> freePorts() throws IOException {
    Map<String, String> free = new HashMap<>();
    for (String port : PORTS) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free.put(port, Integer.toString(socket.getLocalPort()));
      }
    }
    if (RealPart.ENGINE.isThere()) {
      free.put("/var/run/docker.sock", ContainerEngine.socket().toString());
    }
    return free;
  }

  /** The image that the guides use, where no registry is. */
  @BeforeAll
  static void importImage(@TempDir Path image) throws IOException {
    if (!RealPart.ENGINE.isThere() || !RealPart.BUSYBOX.isThere()) {
      return;
    }
    Files.createDirectories(image.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), image.resolve("bin/busybox"));
    for (String applet : List.of("sh", "cat", "httpd", "sleep")) {
      Files.createSymbolicLink(image.resolve("bin/" + applet), Path.of("busybox"));
    }
    Tool.run(
        "sh",
        "-c",
        "tar -C "
            + image
            + " -c . | docker --host unix://"
            + ContainerEngine.socket()
            + " import - busybox:1.36");
  }

  private static OstlerCommand.Result run(GuideBlock example, Place place) {
    return in(
            place,
            OstlerCommand.running(
                "exec 2>&1\n" + place.replaced(example.text()), "--stop-within", "2s"))
        .run();
  }

  private static OstlerCommand in(Place place, OstlerCommand command) {
    String programs = System.getProperty("java.home") + "/bin:" + place.folder();
    return command
        .with("DB_PASSWORD", "of the examples")
        .with("REGISTRY_PASSWORD", "of the examples")
        .with("PATH", programs + ":/usr/bin:/bin:/usr/sbin:/sbin")
        .with("PWD", place.folder().toString())
        .in(place.folder());
  }

  private static void check(GuideBlock example, Place place, Future<OstlerCommand.Result> running)
      throws Exception {
    assumeThatItCanRun(example);
    OstlerCommand.Result result = running.get();
    assertThat(result.output()).matches(example.expected(place::replaced));
    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).as(result.output()).isZero();
  }

  private static void accept(GuideBlock file, Place place, Path written) {
    assumeThatItCanRun(file);
    accept(place, OstlerCommand.of("check", written.toString()));
  }

  private static void accept(Place place, OstlerCommand command) {
    OstlerCommand.Result result = in(place, command).run();
    assertThat(result.errors())
        // A folder of which the text says where it comes from is a warning.
        .matches("(warning: .* whose folder is not there\\n)*");
    assertThat(result.status()).isZero();
  }

  private static void assumeThatItCanRun(GuideBlock block) {
    boolean required = "1".equals(System.getenv("OSTLER_REQUIRE_REAL_PARTS"));
    assumeTrue(required || block.canRun(), "this machine lacks a part of: " + block.kind());
  }
}
