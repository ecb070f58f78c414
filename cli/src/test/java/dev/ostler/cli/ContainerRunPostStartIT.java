package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows a start of {@code ostler container-run}. */
class ContainerRunPostStartIT {
  private static final String WAITING = "echo up; exec sleep 60";

  @TempDir Path base;

  /** Options that run a script after each start, and another as its condition. */
  private static String[] following(String script, String condition, String... more) {
    List<String> options = new ArrayList<>(shell("--post-start-name", "--post-start-arg", script));
    if (!condition.isEmpty()) {
      options.addAll(shell("--post-start-condition-name", "--post-start-condition-arg", condition));
    }
    options.addAll(List.of("--post-start-interval", "100ms"));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  private static List<String> shell(String name, String argument, String script) {
    return List.of(name, "sh", argument, "-c", argument, script);
  }

  @Test
  void commandRunsOnceAfterEachStart() {
    try (Job job = Job.up(base, WAITING, following("echo post", ""))) {
      job.awaitOutput("post", 1);
      job.stop();
      job.send("START");

      job.awaitOutput("post", 2);
      assertThat(job.ostler().isAlive()).isTrue();
    }
  }

  @Test
  void commandWaitsForItsConditionWhoseOutputIsThrownAway() throws Exception {
    Path looks = base.resolve("looks");
    Path ready = base.resolve("ready");
    String condition =
        "echo x >>%s; echo noise; echo noise >&2; test -e %s".formatted(looks, ready);
    try (Job job = Job.up(base, WAITING, following("echo post", condition))) {
      Eventually.await(
          "it has looked three times",
          () -> Files.exists(looks) && Files.readString(looks).length() >= 6);
      assertThat(job.ostler().output()).isEqualTo("up\n");
      Files.createFile(ready);

      job.awaitOutput("post", 1);
      int looked = Files.readString(looks).length();
      job.stop();
      assertThat(Files.readString(looks)).hasSize(looked);
      assertThat(job.ostler().output()).isEqualTo("up\npost\n");
      assertThat(job.ostler().errors()).isEqualTo("ostler: suspended\n");
    }
  }

  @Test
  void firstLookComesAfterOneInterval() {
    long begun = System.nanoTime();
    try (Job job =
        Job.up(base, WAITING, following("echo post", "true", "--post-start-interval", "700ms"))) {
      job.awaitOutput("post", 1);

      assertThat((System.nanoTime() - begun) / 1_000_000).isGreaterThanOrEqualTo(700);
    }
  }

  @Test
  void commandThatIsNotThereIsSkipped() {
    try (Job job = Job.up(base, WAITING, "--post-start-name", "no-such-program")) {
      job.stop();
      job.send("START");

      job.awaitOutput("up", 2);
      assertThat(job.ostler().isAlive()).isTrue();
    }
  }

  @Test
  void commandThatFailsEndsEverything() {
    try (Job job = Job.start(base, WAITING, following("exit 4", ""))) {
      assertThat(job.awaitExit()).isEqualTo(Job.FAILED);
      assertThat(job.ostler().errors()).isEqualTo("ostler: post-start failed: sh -c exit 4\n");
    }
  }

  @Test
  void commandThatTakesTooLongEndsEverything() {
    try (Job job =
        Job.start(
            base,
            WAITING,
            following("setsid sleep 60 & sleep 60", "", "--post-start-limit", "500ms"))) {
      assertThat(job.awaitExit()).isEqualTo(Job.FAILED);
      assertThat(job.ostler().errors())
          .isEqualTo(
              "ostler: post-start was not done within 500 ms: sh -c setsid sleep 60 & sleep 60\n");
    }
  }

  @Test
  void conditionThatNeverHoldsEndsEverything() {
    try (Job job =
        Job.start(base, WAITING, following("echo post", "false", "--post-start-limit", "500ms"))) {
      assertThat(job.awaitExit()).isEqualTo(Job.FAILED);
      assertThat(job.ostler().output()).isEqualTo("up\n");
      assertThat(job.ostler().errors())
          .isEqualTo("ostler: post-start was not done within 500 ms: sh -c echo post\n");
    }
  }

  @Test
  void conditionThatIsNotThereEndsEverything() {
    try (Job job =
        Job.start(
            base,
            WAITING,
            "--post-start-name",
            "true",
            "--post-start-condition-name",
            "no-such-program",
            "--post-start-interval",
            "100ms")) {
      assertThat(job.awaitExit()).isEqualTo(Job.FAILED);
      assertThat(job.ostler().errors())
          .isEqualTo(
              """
              ostler: cannot run 'no-such-program': No such file or directory (errno 2)
              ostler: post-start failed: true
              """);
    }
  }

  @Test
  void stopCancelsAWaitingCondition() {
    try (Job job = Job.up(base, WAITING, following("echo post", "echo $$; exec sleep 60"))) {
      long pid = job.pid();
      Eventually.await("the condition runs", () -> childrenBeside(job, pid) == 1);
      job.stop();

      Eventually.await("nobody is left", () -> job.ostler().descendants().isEmpty());
      assertThat(job.ostler().isAlive()).isTrue();
      assertThat(job.ostler().output()).isEqualTo("up\n");
    }
  }

  @Test
  void formerConditionThatIgnoresTermIsKilledByTheNextStart() {
    try (Job job =
        Job.up(
            base, WAITING, following("echo post", "trap '' TERM; while :; do sleep 0.05; done"))) {
      long pid = job.pid();
      Eventually.await("the condition runs", () -> childrenBeside(job, pid) == 1);
      long former = beside(job, pid);
      job.stop();
      assertThat(ProcFs.isAlive(former)).isTrue();
      job.send("START");

      Eventually.await("it is gone", () -> !ProcFs.isAlive(former));
    }
  }

  private static int childrenBeside(Job job, long main) {
    return (int) ProcFs.children(job.ostler().pid()).stream().filter(pid -> pid != main).count();
  }

  private static long beside(Job job, long main) {
    return ProcFs.children(job.ostler().pid()).stream()
        .filter(pid -> pid != main)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void mainProcessThatEndsCancelsWhatFollows() {
    try (Job job = Job.start(base, "echo up; sleep 0.3", following("echo post", "false"))) {
      job.ostler().awaitErrors("ostler: suspended\n");

      Eventually.await("nobody is left", () -> job.ostler().descendants().isEmpty());
      assertThat(job.ostler().isAlive()).isTrue();
      assertThat(job.ostler().output()).isEqualTo("up\n");
    }
  }
}
