package dev.ostler.abuse;

import dev.ostler.testing.RealPart;
import dev.ostler.testing.RemoteHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** {@code ostler fleet} with two hosts, each with an sshd and an engine of its own. */
final class FleetSubject implements Subject {
  private static final int CHANGES = 2;

  private final Options options;
  private final Ledger ledger;
  private final FleetPlace place = new FleetPlace();
  private final Map<RemoteHost, String> foreign;

  private FleetSubject(Options options, Ledger ledger) throws IOException {
    this.options = options;
    this.ledger = ledger;
    this.foreign =
        place.hosts().stream().collect(Collectors.toMap(Function.identity(), FleetPlace::foreign));
  }

  static FleetSubject start(Options options, Ledger ledger)
      throws IOException, InterruptedException, NotHereException {
    if (!RealPart.HOSTS.isThere() || !RealPart.BUSYBOX.isThere()) {
      throw new NotHereException(
          "its hosts are namespaces with real engines: run it as root, and apt-get install"
              + " docker.io openssh-server openssh-client iproute2 busybox-static");
    }
    FleetSubject subject = new FleetSubject(options, ledger);
    subject.place.change(true, true, true);
    subject.assertConverged();
    return subject;
  }

  @Override
  public void round(long number, RandomGenerator random) throws Exception {
    List<Fault> possible = Fault.of(Level.FLEET).stream().filter(options::wants).toList();
    Deck deck = new Deck(possible, number, random);
    FleetFaults faults = new FleetFaults(place, ledger, random);
    for (int i = 0; i < CHANGES && !deck.isEmpty(); i++) {
      boolean files = random.nextBoolean();
      place.change(files, !files || random.nextBoolean(), true);
      Fault fault = deck.draw();
      ledger.did(fault);
      faults.commit(fault);
    }
    assertConverged();
  }

  /** One more apply, and all is as the file says and nobody else's is touched. */
  private void assertConverged() throws InterruptedException {
    for (RemoteHost host : place.hosts()) {
      boolean _ = Patience.until(Patience.LONG, host.ssh()::isIdle);
    }
    try (FleetRun apply = FleetRun.begin(place, ledger, "apply", "--yes")) {
      OptionalInt status = apply.awaitEnd();
      ledger.check(
          Invariant.APPLIED,
          status.equals(OptionalInt.of(0)),
          status + "; it said last: " + apply.lastWords());
    }
    try (FleetRun plan = FleetRun.begin(place, ledger, "plan")) {
      OptionalInt status = plan.awaitEnd();
      ledger.check(
          Invariant.NOTHING_TO_DO,
          status.equals(OptionalInt.of(0)),
          status + ": " + plan.output() + plan.lastWords());
    }
    for (int i = 0; i < place.hosts().size(); i++) {
      assertHost(place.hosts().get(i), i == 0 ? List.of("db", "web") : List.of("web"));
    }
  }

  private void assertHost(RemoteHost host, List<String> wanted) throws InterruptedException {
    List<String> containers = FleetPlace.containers(host);
    List<String> running = containers.stream().filter(one -> one.endsWith(" running")).toList();
    String content =
        wanted.stream().allMatch(name -> running.contains(name + " running"))
            ? host.docker("exec", "web", "cat", "/etc/web")
            : "";
    ledger.check(
        Invariant.ONCE_EACH,
        running.equals(wanted.stream().map(name -> name + " running").toList())
            && content.equals(place.content()),
        containers + " with '" + content + "', wanted '" + place.content() + "'");
    ledger.check(
        Invariant.NOTHING_STRAY,
        stray(host, containers, wanted).isEmpty(),
        stray(host, containers, wanted) + " among " + containers);
    ledger.check(
        Invariant.FOREIGN_UNTOUCHED,
        FleetPlace.foreign(host).equals(foreign.get(host))
            && Patience.until(Patience.LONG, () -> FleetPlace.isForeignRunning(host)),
        FleetPlace.foreign(host) + ", was " + foreign.get(host));
  }

  /** More than one that is kept of each, and objects that are locks or in between. */
  private static List<String> stray(RemoteHost host, List<String> containers, List<String> wanted) {
    List<String> stray = new ArrayList<>();
    if (containers.size() > 2 * wanted.size()) {
      stray.addAll(containers);
    }
    containers.stream().filter(name -> name.contains("lock")).forEach(stray::add);
    host.docker("volume", "ls", "--quiet").lines().forEach(stray::add);
    host.docker("network", "ls", "--format", "{{.Name}}")
        .lines()
        .filter(name -> name.startsWith("ostler"))
        .forEach(stray::add);
    return stray;
  }

  @Override
  public void close() {
    place.close();
  }
}
