package dev.ostler.supervisor;

import dev.ostler.entrypoint.OutputHandler;
import dev.ostler.linux.ChildCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Learns how one process is, and tells the machine. */
final class Checkup implements NotifySocket.Listener, AutoCloseable {
  private static final int LONGEST_NAME = 40;

  private final String name;
  private final Router router;
  private final Surroundings around;
  private final ChildCommand command;
  private final RunMetrics metrics;
  private final Consumer<String> says;
  private @Nullable Supervision supervision;
  private @Nullable HealthProbe ready;
  private @Nullable HealthProbe alive;
  private @Nullable NotifySocket notify;
  private @Nullable OutputHandler readiness;
  private boolean watchingLife;
  private Subscription lines = () -> {};

  /**
   * Looks at nothing yet.
   *
   * @param says told what the process says of itself, in one line
   */
  Checkup(ProcessSetup process, Router router, RunMetrics metrics, Consumer<String> says) {
    this.name = process.name();
    this.command = process.command();
    this.around =
        process.surroundings().orElse(Surroundings.of(OutputPlan.of(new OutputMode.Inherit())));
    this.router = router;
    this.metrics = metrics;
    this.says = says;
  }

  /** Opens what the process says things to. */
  ChildCommand connect(ChildCommand plain, Folder folder) throws IOException {
    if (notifies(around.ready()) || notifies(around.alive())) {
      Path socket = folder.path().resolve(shortened(name) + ".notify");
      NotifySocket opened = NotifySocket.open(router, socket, command.credentials(), this);
      notify = opened;
      Optional<Duration> watchdog =
          around
              .alive()
              .filter(alives -> alives.probe() instanceof Probe.Notify)
              .map(Probing::every);
      Map<String, String> environment = new LinkedHashMap<>(plain.environment());
      environment.putAll(opened.environment(watchdog));
      return connectReadiness(plain.withEnvironment(environment));
    }
    return connectReadiness(plain);
  }

  private ChildCommand connectReadiness(ChildCommand plain) throws IOException {
    Optional<Probe> probe = around.ready().map(Probing::probe);
    if (probe.isPresent() && probe.get() instanceof Probe.Newline line) {
      OutputHandler pipe = router.output(name + " readiness", this::toldByDescriptor);
      readiness = pipe;
      return plain.withDescriptor(line.descriptor(), pipe.writeEnd());
    }
    return plain;
  }

  /** What stands before the end of the line does not matter. */
  private void toldByDescriptor(byte[] bytes) {
    for (byte one : bytes) {
      if (one == '\n') {
        wrote("");
        return;
      }
    }
  }

  /** A socket's path has at most 107 bytes. */
  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME) + "." + Integer.toHexString(name.hashCode());
  }

  /** Where sockets are made. */
  @FunctionalInterface
  interface Folder {
    Path path() throws IOException;
  }

  private static boolean notifies(Optional<Probing> probing) {
    return probing.isPresent() && probing.get().probe() instanceof Probe.Notify;
  }

  /** Whether it is asked whether it is ready. */
  boolean tellsReadiness() {
    return around.ready().isPresent();
  }

  /** Whether lines of its output say that it is ready. */
  boolean readsLines() {
    return around.ready().isPresent() && around.ready().get().probe() instanceof Probe.LogLine;
  }

  /** What brings the lines of its output; ends with this. */
  void reading(Subscription subscription) {
    lines = subscription;
  }

  void begin(Supervision told) {
    supervision = told;
    around
        .ready()
        .ifPresent(probing ->
            ready = HealthProbe.of(router, "probe of " + name, probing, new Readiness(probing)));
    around
        .alive()
        .ifPresent(probing ->
            alive = HealthProbe.of(router, "probe of " + name, probing, new Life(probing)));
  }

  @Override
  public void ignored() {
    metrics.ignoredNotification(name);
  }

  @Override
  public boolean goesOnAs(int pid) {
    return supervision != null && supervision.unit(name).process().followMain(pid);
  }

  @Override
  public void said(Notification notification) {
    if (notification instanceof Notification.MoreTime more) {
      take(new Input.MoreTimeWanted(name, more.time()));
    }
    if (notification instanceof Notification.Status status) {
      says.accept(status.text());
    }
    if (ready != null) {
      ready.said(notification);
    }
    if (alive != null) {
      alive.said(notification);
    }
  }

  OptionalInt oomScore() {
    return around.oomScore();
  }

  void wrote(String line) {
    if (ready != null) {
      ready.wrote(line);
    }
  }

  void started(int pid) {
    if (notify != null) {
      notify.started(pid);
    }
  }

  /** What it has told before must not count for the next run. */
  void ended() {
    if (readiness != null) {
      readiness.readNow();
    }
  }

  void watch(Effect.Watching what) {
    switch (what) {
      case READINESS -> start(ready);
      case READINESS_ANEW -> askAnew();
      case LIVENESS -> {
        if (!watchingLife) {
          start(alive);
          watchingLife = true;
        }
      }
      case PAUSED -> {
        pause(ready);
        pause(alive);
      }
      case RESUMED -> {
        resume(ready);
        resume(alive);
      }
      case NOTHING -> {
        stop(ready);
        stop(alive);
        watchingLife = false;
      }
    }
  }

  /** Those whom one cannot ask have said what they had to say. */
  private void askAnew() {
    Optional<Probe> probe = around.ready().map(Probing::probe);
    if (probe.isPresent()
        && (probe.get() instanceof Probe.Notify
            || probe.get() instanceof Probe.LogLine
            || probe.get() instanceof Probe.Newline)) {
      if (supervision != null && supervision.machine().state(name).ready()) {
        supervision.take(new Input.BecameReady(name));
      }
    } else {
      stop(ready);
      start(ready);
    }
  }

  private static void start(@Nullable HealthProbe probe) {
    if (probe != null) {
      probe.start();
    }
  }

  private static void stop(@Nullable HealthProbe probe) {
    if (probe != null) {
      probe.stop();
    }
  }

  private static void pause(@Nullable HealthProbe probe) {
    if (probe != null) {
      probe.pause();
    }
  }

  private static void resume(@Nullable HealthProbe probe) {
    if (probe != null) {
      probe.resume();
    }
  }

  /** Why it is not well; empty if nothing is known against it. */
  Optional<String> trouble() {
    Optional<String> notAlive = alive == null ? Optional.empty() : alive.trouble();
    return notAlive.isPresent() || ready == null ? notAlive : ready.trouble();
  }

  /** What was found when it was last asked whether it is ready; empty if that is not known. */
  Optional<String> whyNotReady() {
    return ready == null ? Optional.empty() : ready.trouble();
  }

  private void take(Input input) {
    if (supervision != null) {
      supervision.take(input);
    }
  }

  /** Tells of readiness. */
  private final class Readiness implements HealthProbe.Listener {
    private final Probing probing;

    Readiness(Probing probing) {
      this.probing = probing;
    }

    @Override
    public void answered(HealthProbe.Outcome outcome, Duration took) {
      metrics.probed(name, probing.purpose(), outcome, took);
    }

    @Override
    public void healthy() {
      take(new Input.BecameReady(name));
    }

    @Override
    public void unhealthy(String reason) {
      take(new Input.NotReady(name));
    }
  }

  /** Tells of life. */
  private final class Life implements HealthProbe.Listener {
    private final Probing probing;

    Life(Probing probing) {
      this.probing = probing;
    }

    @Override
    public void answered(HealthProbe.Outcome outcome, Duration took) {
      metrics.probed(name, probing.purpose(), outcome, took);
    }

    @Override
    public void healthy() {}

    @Override
    public void unhealthy(String reason) {
      take(new Input.NotAlive(name, reason));
    }
  }

  @Override
  public void close() {
    lines.close();
    if (ready != null) {
      ready.close();
    }
    if (alive != null) {
      alive.close();
    }
    if (notify != null) {
      notify.close();
    }
    if (readiness != null) {
      router.close(readiness);
    }
  }
}
