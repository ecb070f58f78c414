package dev.ostler.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as a user starts it. */
class ExampleEntrypointIT {
  private static final int LIMIT_SECONDS = 60;
  private static final String END = "(the example has ended)";

  /** Says what it was started with, and complains about a predecessor that still runs. */
  private static final String APPLICATION =
      """
      #!/bin/sh
      mkdir "$1/running" || echo OVERLAP
      trap 'rmdir "$1/running"; exit 0' TERM
      echo "running with $(cat "$1/target/version")"
      while :; do sleep 0.02; done
      """;

  @TempDir Path folder;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();
  private Process example;
  private Path application;

  @BeforeEach
  void start() throws Exception {
    application = Files.writeString(folder.resolve("application"), APPLICATION);
    assertThat(application.toFile().setExecutable(true)).isTrue();
    Files.createDirectory(folder.resolve("target"));
    example =
        run(
            "--activation",
            path("active"),
            "--configuration",
            path("site.tar"),
            "--staging",
            path("staging"),
            "--target",
            path("target"),
            "--",
            application.toString(),
            folder.toString());
    Thread.ofPlatform().daemon().start(this::read);
    await("\"active\":false");
  }

  private static Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("../ostler-example"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OSTLER_IN_VERIFY", "1");
    builder.environment().put("OSTLER_JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void read() {
    try (BufferedReader output = example.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException closed) {
      // What was read so far is all there is.
    }
    lines.add(END);
  }

  @AfterEach
  void end() {
    example.descendants().forEach(ProcessHandle::destroyForcibly);
    example.destroyForcibly();
    assertThat(seen).doesNotContain("OVERLAP");
  }

  private void await(String part) throws InterruptedException {
    String line = "";
    while (!line.contains(part)) {
      line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        fail("no " + part + " within " + LIMIT_SECONDS + " s; seen " + String.join("\n", seen));
      }
      seen.add(line);
    }
  }

  private void activate() throws IOException {
    Files.createFile(folder.resolve("active"));
  }

  /** Brings a new archive to its place at once. */
  private void configure(String version) throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("version"), version);
    Process tar =
        new ProcessBuilder("tar", "-cf", path("new.tar"), "-C", files.toString(), "version")
            .start();
    assertThat(tar.waitFor()).isZero();
    replaceBy("new.tar");
  }

  private void replaceBy(String archive) throws IOException {
    Files.move(folder.resolve(archive), folder.resolve("site.tar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void expectEndAfterTerm() throws Exception {
    example.toHandle().destroy(); // TERM, and its output stays open
    await("\"message\":\"closed\"");
    assertThat(example.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(example.exitValue()).isZero();
    assertThat(folder.resolve("running")).doesNotExist();
  }

  @Test
  void newConfigurationsRestartTheProcessWithoutOverlap() throws Exception {
    activate();
    for (String version : List.of("one", "two", "three")) {
      configure(version);
      await("running with " + version);
    }
    expectEndAfterTerm();
  }

  @Test
  void standbyEndsTheProcessAndActivationStartsIt() throws Exception {
    configure("one");
    await("configuration updated");
    activate();
    await("running with one");

    Files.delete(folder.resolve("active"));
    await("process ended");
    configure("two");
    await("configuration updated");
    activate();
    await("running with two");
    expectEndAfterTerm();
  }

  @Test
  void afterAFailedUpdateAGoodOneIsApplied() throws Exception {
    activate();
    configure("one");
    await("running with one");

    Files.writeString(folder.resolve("broken.tar"), "no archive".repeat(100));
    replaceBy("broken.tar");
    await("\"message\":\"update configuration\"");
    assertThat(folder.resolve("target/version")).hasContent("one");
    configure("two");
    await("running with two");
    expectEndAfterTerm();
  }

  @Test
  void afterAFailedStartTheProcessIsStartedAsSoonAsItCanBe() throws Exception {
    Path away = Files.move(application, folder.resolve("away"));
    activate();
    configure("one");
    await("\"message\":\"start process\"");

    configure("two");
    await("configuration updated");
    Files.move(away, application);
    await("running with two");
    expectEndAfterTerm();
  }

  @Test
  void wrongArgumentsAreRefusedWithTheUsage() throws Exception {
    Process refused = run("--activation", path("active"), "--", "true");

    assertThat(refused.inputReader().readLine())
        .isEqualTo(
            "ostler-example: usage: ostler-example --activation FILE --configuration FILE"
                + " --staging DIR --target DIR -- COMMAND [ARG...]");
    assertThat(refused.waitFor()).isEqualTo(64);
  }
}
