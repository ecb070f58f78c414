package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.entrypoint.WatchOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real entrypoint inside this process, a real process and real checks. */
class PipelineTest {
  private static final long SECONDS = 30;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  @TempDir Path folder;
  private Path source;
  private Path target;
  private Future<Integer> status = CompletableFuture.completedFuture(0);

  @BeforeEach
  void choosePaths() {
    source = folder.resolve("source");
    target = folder.resolve("target");
  }

  @AfterEach
  void end() throws Exception {
    Files.writeString(folder.resolve("end"), "");
    assertThat(status.get(SECONDS, TimeUnit.SECONDS)).isZero();
    thread.shutdown();
  }

  private void offer(String content) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), content);
    Files.move(next, source, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Runs a process that waits for its end, with a check written in sh, {@code $1} being staged. */
  private void start(String check, String... program) {
    List<String> checking =
        program.length == 0 ? List.of("sh", "-c", check, "sh", "{staged}") : List.of(program);
    ConfigurationSetup configuration =
        new ConfigurationSetup(
            "site",
            new ConfigurationSetup.Source(ConfigurationSetup.Form.FILE, source),
            target,
            TreeOptions.defaults(),
            Optional.of(new ConfigurationSetup.Check(shell(checking), Duration.ofMinutes(1))),
            List.of(Rule.always(new Action.Send(Map.of(Setup.ONLY, Signal.WINCH)))),
            Optional.empty(),
            Set.of(Setup.ONLY),
            false);
    Setup setup =
        Setup.of(
                shell(List.of("sh", "-c", "while [ ! -e end ]; do sleep 0.02; done"))
                    .withWorkingDirectory(folder),
                Policies.of(RestartPolicy.When.NEVER),
                SignalMap.withoutTerminal())
            .withConfigurations(List.of(configuration));
    status = thread.submit(() -> run(setup));
  }

  private ChildCommand shell(List<String> words) {
    return ChildCommand.of(words, Map.of("PATH", "/usr/bin:/bin", "FOLDER", folder.toString()));
  }

  private int run(Setup setup) throws IOException {
    try (Entrypoint entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults())) {
      return new Supervision(entrypoint, setup, said::add).loop();
    }
  }

  private String next() throws InterruptedException {
    String message = said.poll(SECONDS, TimeUnit.SECONDS);
    return message == null ? "(nothing)" : message.replaceAll("in \\d+ ms", "in N ms");
  }

  private static void await(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!holds.call()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private String updated(String counts, String names) {
    return "updated from " + source + ": " + counts + " in N ms (" + names + ")";
  }

  private String refused(String reason) {
    return "refused what came from " + source + ", the old stays: " + reason;
  }

  @Test
  void versionIsUsedOnceItsCheckSucceeds() throws Exception {
    offer("good");
    start("test ! -e \"$FOLDER/target\" && grep -q good \"$1\"");

    assertThat(next())
        .isEqualTo(updated("1 created, 0 modified, 0 deleted, 0 unchanged", "created target"));
    assertThat(target).hasContent("good");
  }

  @Test
  void versionIsRefusedWithTheEndOfItsCheck() throws Exception {
    offer("good");
    start("grep -q good \"$1\" || kill -9 $$");
    next();
    offer("bad");

    assertThat(next()).isEqualTo(refused("its check was killed by signal KILL"));
    assertThat(target).hasContent("good");
  }

  @Test
  void versionForWhichThereIsNoRoomIsPutInPlaceWhenThereIs() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    target = small.resolve("target");
    try (var _ = RealParts.Mount.of("-t", "tmpfs", "-o", "size=64k", "none", small)) {
      offer("x".repeat(1 << 20));
      start("true");
      try {
        assertThat(next())
            .startsWith("cannot stage " + source + " for " + target + ": ")
            .endsWith(": No space left on device");
        assertThat(next())
            .isEqualTo(
                "what came from "
                    + source
                    + " is tried again until it is in place or a newer version comes");

        RealParts.run("mount", "-o", "remount,size=8m", small);

        assertThat(next())
            .isEqualTo(updated("1 created, 0 modified, 0 deleted, 0 unchanged", "created target"));
        assertThat(target).hasSize(1 << 20);
      } finally {
        Files.writeString(folder.resolve("end"), "");
        status.get(SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void changesDuringACheckAreOneFurtherCheckOfTheNewest() throws Exception {
    Path checked = folder.resolve("checked");
    offer("0");
    start("cat \"$1\" >>\"$FOLDER/checked\"; while [ -e \"$FOLDER/hold\" ]; do sleep 0.01; done");
    next();
    Files.createFile(folder.resolve("hold"));
    offer("1");
    await(() -> Files.readString(checked).equals("01"));
    for (int i = 2; i <= 20; i++) {
      offer("," + i);
    }
    TimeUnit.MILLISECONDS.sleep(100); // were they not waited out, a check would begin
    Files.delete(folder.resolve("hold"));

    assertThat(next()).startsWith("updated");
    assertThat(next()).startsWith("updated");
    assertThat(target).hasContent(",20");
    assertThat(checked).hasContent("01,20");
  }

  @Test
  void whatACheckLeavesBehindIsKilled() throws Exception {
    offer("good");
    start("sleep 60 & echo $! >\"$FOLDER/left\"");
    next();

    long left = Long.parseLong(Files.readString(folder.resolve("left")).strip());
    await(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void checkThatIsNotThereRefuses() throws Exception {
    offer("good");
    start("", "no-such-program", "{staged}");

    assertThat(next())
        .isEqualTo(
            refused(
                "its check was not run: cannot run 'no-such-program': No such file or directory (errno 2)"));
    assertThat(target).doesNotExist();
  }

  @Test
  void equalContentIsNotChecked() throws Exception {
    offer("good");
    start("echo x >>\"$FOLDER/looks\"");
    next();
    offer("good");

    assertThat(next()).isEqualTo(source + " changes nothing");
    assertThat(folder.resolve("looks")).hasContent("x\n");
  }

  @Test
  void goodVersionAfterABadOneIsUsed() throws Exception {
    offer("bad");
    start("grep -q good \"$1\"");
    assertThat(next()).isEqualTo(refused("its check exited with status 1"));
    offer("good");

    assertThat(next()).startsWith("updated");
    assertThat(target).hasContent("good");
  }

  @Test
  void removedSourceLeavesTheTarget() throws Exception {
    offer("good");
    start("true");
    next();
    Files.delete(source);

    assertThat(next()).isEqualTo(source + " was removed; its target stays as it is");
    assertThat(target).hasContent("good");
  }
}
