package dev.ostler.abuse;

import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gateway and the supervisor of its app, which come and go. */
final class GatewayLives implements AutoCloseable {
  /** So many descriptors has the gateway. */
  static final int FILES = 400;

  private static final int KILL = 9;
  private static final int MORE_FILES = 24;
  private static final int MORE_THREADS = 16;

  /** What its specification grants it with thousands who wait. */
  private static final long MOST_KILOBYTES = 300 * 1024;

  private final GatewayPlace place;
  private final Ledger ledger;
  private @Nullable OstlerProcess gateway;
  private @Nullable OstlerProcess platform;
  private Optional<Steadiness> young = Optional.empty();

  GatewayLives(GatewayPlace place, Ledger ledger) {
    this.place = place;
    this.ledger = ledger;
  }

  void startPlatform() {
    platform =
        OstlerCommand.of("run", place.path("run.yaml").toString())
            .in(place.folder())
            .asPidOne()
            .start();
  }

  void startGateway() {
    gateway =
        OstlerCommand.of("gateway", place.path("gateway.yaml").toString())
            .under("prlimit", "--nofile=" + FILES + ":" + FILES)
            .in(place.folder())
            .start();
    young = Optional.empty();
  }

  void killPlatform() {
    platform().signal(KILL);
    platform().close();
  }

  void killGateway() {
    gateway().signal(KILL);
    gateway().close();
  }

  void signalGateway(int number) {
    gateway().signal(number);
  }

  void signalPlatform(int number) {
    platform().signal(number);
  }

  /** To the app's process, if there is one now. */
  void signalApp(int number) {
    for (long pid : platform().descendants()) {
      if (ProcFs.commandLine(pid).stream().anyMatch(word -> word.endsWith("server.py"))) {
        Kernel.kill(pid, number);
      }
    }
  }

  private OstlerProcess gateway() {
    return Objects.requireNonNull(gateway);
  }

  private OstlerProcess platform() {
    return Objects.requireNonNull(platform);
  }

  /** Whether a visitor is served in time. */
  boolean awaitServed() throws InterruptedException {
    boolean served =
        Patience.until(
            Patience.LONG,
            () ->
                Visitor.post(place.port(), "served")
                    .equals(new Visitor.Outcome.Answer(200, "served")));
    ledger.check(
        Invariant.WOKEN,
        served,
        Visitor.post(place.port(), "served") + "; the gateway said last: " + lastWords());
    return served;
  }

  boolean survived() {
    boolean alive = gateway().isAlive();
    ledger.check(Invariant.SAME_GATEWAY, alive, "it ended; it said last: " + lastWords());
    return alive;
  }

  String lastWords() {
    List<String> lines = gateway().errors().lines().toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Compares what the gateway holds, with nobody there, with what it held at the first look. */
  void assertSteady() throws InterruptedException {
    long pid = gateway().pid();
    Steadiness now = Steadiness.of(pid);
    ledger.check(Invariant.GATEWAY_MEMORY, now.memory() <= MOST_KILOBYTES, "it has " + now);
    if (young.isEmpty()) {
      young = Optional.of(now);
      return;
    }
    Steadiness first = young.get();
    ledger.check(
        Invariant.GATEWAY_FILES,
        Patience.until(
            Patience.LONG, () -> Steadiness.of(pid).files() <= first.files() + MORE_FILES),
        "from " + first + " to " + ProcFs.descriptors(pid));
    ledger.check(
        Invariant.GATEWAY_THREADS,
        Patience.until(
            Patience.LONG, () -> Steadiness.of(pid).threads() <= first.threads() + MORE_THREADS),
        "from " + first + " to " + ProcFs.threads(pid));
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
    if (platform != null) {
      platform.close();
    }
  }
}
