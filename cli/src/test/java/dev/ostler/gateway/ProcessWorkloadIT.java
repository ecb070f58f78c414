package dev.ostler.gateway;

import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of a real {@code ostler run}, held to what holds for workloads of every platform. */
@SuppressWarnings("NullAway.Init")
class ProcessWorkloadIT extends WorkloadContract implements WorkloadContract.Platform {
  @TempDir Path folder;
  private OstlerProcess supervisor;

  private Path socket() {
    return folder.resolve("control.sock");
  }

  private Path hidden() {
    return folder.resolve("hidden.sock");
  }

  private ControlClient client() {
    return ControlClient.at(socket());
  }

  @BeforeEach
  void start() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              web:
                command: [sh, -c, 'test ! -e %s/spoiled || exit 3; exec sleep 1000']
                restart: {first: 1h, limit: 1h}
              once:
                command: [sh, -c, 'test -e %s/mended && exec sleep 1000; exit 4']
                restart: "no"
            control: {socket: %s}
            """
                .formatted(folder, folder, socket()));
    supervisor = OstlerCommand.of("run", file.toString()).in(folder).start();
    Eventually.await("the supervisor answers", this::answers);
    change(Verb.SUSPEND);
    Eventually.await(
        "web rests",
        () ->
            client().status(List.of("web")).processes().getFirst().life().phase()
                == ProcessPhase.DOWN);
  }

  private boolean answers() {
    try {
      return !client().status(List.of("web")).processes().isEmpty();
    } catch (ControlException notYet) {
      return false;
    }
  }

  @AfterEach
  void close() {
    supervisor.close();
  }

  private void change(Verb verb) {
    try {
      client().change(verb, List.of("web"), Optional.empty());
    } catch (ControlException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  Platform platform() {
    return this;
  }

  @Override
  public Workload open() {
    return open("web");
  }

  @Override
  public Workload openMissing() {
    return open("other");
  }

  private Workload open(String process) {
    return new ProcessWorkload(
        "shop", socket(), List.of(process), ListenAddress.parse("127.0.0.1:8080"));
  }

  @Override
  public void startByOther() {
    change(Verb.RESUME);
  }

  @Override
  public void stopByOther() {
    change(Verb.SUSPEND);
  }

  @Override
  public void spoil() {
    try {
      Files.createFile(folder.resolve("spoiled"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void hide() {
    rename(socket(), hidden());
  }

  @Override
  public void show() {
    rename(hidden(), socket());
  }

  private static void rename(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void processThatBacksOffIsStartedAtOnceWhenItIsWoken() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open();
        AutoCloseable _ = workload.follow(told::add)) {
      spoil();
      workload.wake();
      awaitTold(told, Observation.Failed.class);
      Files.delete(folder.resolve("spoiled"));
      workload.wake();

      awaitTold(told, Observation.Running.class);
    }
  }

  @Test
  void processThatHasEndedForGoodIsStartedWhenItIsWoken() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open("once");
        AutoCloseable _ = workload.follow(told::add)) {
      awaitTold(told, Observation.Failed.class);
      Files.createFile(folder.resolve("mended"));
      workload.wake();

      awaitTold(told, Observation.Running.class);
    }
  }
}
