package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that look after one target. */
class TargetHeldIT {
  @TempDir Path folder;

  @BeforeEach
  void makeSource() throws IOException {
    Files.writeString(folder.resolve("source"), "content\n");
  }

  private OstlerCommand running(String script) {
    return OstlerCommand.running(
        script,
        "--file",
        folder.resolve("source").toString(),
        "--target",
        folder.resolve("target").toString(),
        "--wait-for-configuration");
  }

  private Result heldBy(OstlerProcess holder) {
    return new Result(
        75,
        "",
        "ostler: cannot update %s: process %d is already looking after it; stop that one first\n"
            .formatted(folder.resolve("target"), holder.pid()));
  }

  @Test
  void secondCommandWithTheTargetEndsWith75AndSaysWhoHasIt() {
    try (OstlerProcess holder = running("echo up; exec sleep 60").start()) {
      holder.awaitOutput("up\n");

      assertThat(running("echo never").run()).isEqualTo(heldBy(holder));
    }
  }

  @Test
  void fileWithTheTargetOfAnotherProcessEndsWith75AndSaysWhoHasIt() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes: {web: {command: [echo, never]}}
            configuration: {site: {file: source, target: target}}
            """);
    try (OstlerProcess holder = running("echo up; exec sleep 60").start()) {
      holder.awaitOutput("up\n");

      assertThat(OstlerCommand.of("run", file.toString()).run()).isEqualTo(heldBy(holder));
    }
  }

  @Test
  void targetIsFreeWhenItsHolderIsKilled() {
    try (OstlerProcess holder = running("echo up; exec sleep 60").start()) {
      holder.awaitOutput("up\n");
      holder.signal(9);
      holder.awaitExit();

      Result next = running("cat " + folder.resolve("target")).run();

      assertThat(next.status()).as(next.errors()).isZero();
      assertThat(next.output()).isEqualTo("content\n");
    }
  }
}
