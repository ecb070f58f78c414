package dev.ostler.abuse;

import dev.ostler.control.ControlException;
import dev.ostler.control.Verb;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Harm to a supervisor that lives. All that is drawn is drawn before anything is waited for. */
final class RunFaults {
  private static final int STOP = 19;
  private static final int CONT = 18;
  private static final int USR1 = 10;

  /** None of them asks it to end; most are forwarded, and end processes that do not expect them. */
  private static final int[] SIGNALS = {1, 10, 12, 13, 17, 18, 23, 28, 34, 40, 64};

  private static final List<Verb> VERBS = List.of(Verb.values());
  private static final List<String> PROCESSES = List.of("web", "teller", "stubborn");

  private final RunPlace place;
  private final RandomGenerator random;
  private final RunLife life;

  RunFaults(RunPlace place, RunLife life, RandomGenerator random) {
    this.place = place;
    this.life = life;
    this.random = random;
  }

  /** Does it; what the supervisor answers is no concern here, for it may be dead or frozen. */
  void commit(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case KILL_PROCESS -> tell(client -> client.signal("KILL", List.of(anyProcess())));
      case KILL_ANY -> killAny();
      case FREEZE_SUPERVISOR -> freezeSupervisor();
      case FREEZE_PROCESS -> freezeProcess();
      case SIGNALS -> signals();
      case ORPHANS -> orphans();
      case CONTRADICTIONS -> contradictions();
      case HOSTILE_CONTROL -> hostileControl();
      case HOSTILE_DATAGRAMS -> hostileDatagrams();
      case HOSTILE_ARCHIVE -> hostileArchive();
      case HOSTILE_FILE -> hostileFile();
      case CONNECTIONS -> connections();
      case FULL_DISK -> fullDisk();
      case WALL_CLOCK -> wallClock();
      default -> throw new AssertionError("internal error: no harm to a life: " + fault);
    }
  }

  private String anyProcess() {
    return PROCESSES.get(random.nextInt(PROCESSES.size()));
  }

  @FunctionalInterface
  private interface Telling {
    void tell(dev.ostler.control.ControlClient client) throws ControlException;
  }

  private void tell(Telling telling) {
    try {
      telling.tell(place.client());
    } catch (ControlException unheard) {
      // It may be busy with what was done to it before.
    }
  }

  private void killAny() {
    int draw = random.nextInt(1 << 16);
    List<Long> all = life.processes();
    if (!all.isEmpty()) {
      Kernel.kill(all.get(draw % all.size()), 9);
    }
  }

  private void freezeSupervisor() throws IOException, InterruptedException {
    int millis = random.nextInt(800);
    life.signal(STOP);
    place.offer();
    TimeUnit.MILLISECONDS.sleep(millis);
    life.signal(CONT);
  }

  private void freezeProcess() throws InterruptedException {
    int draw = random.nextInt(1 << 16);
    int millis = random.nextInt(500);
    List<Long> all = life.processes();
    if (!all.isEmpty()) {
      long pid = all.get(draw % all.size());
      Kernel.kill(pid, STOP);
      TimeUnit.MILLISECONDS.sleep(millis);
      Kernel.kill(pid, CONT);
    }
  }

  private void signals() {
    for (int i = 0; i < 200; i++) {
      Kernel.kill(life.pid(), SIGNALS[random.nextInt(SIGNALS.length)]);
    }
  }

  private void orphans() {
    String script = "i=0; while [ $i -lt 300 ]; do (sleep 0.0$((i % 10)) &); i=$((i + 1)); done";
    try {
      Tool.run(
          "nsenter", "--target", Long.toString(life.pid()), "--pid", "--mount", "sh", "-c", script);
    } catch (AssertionError ended) {
      // The namespace ended under it, which is told where the supervisor is looked at.
    }
  }

  private void contradictions() throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Verb> verbs = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int k = 0; k < 5; k++) {
        verbs.add(VERBS.get(random.nextInt(VERBS.size())));
        names.add(anyProcess());
      }
      all.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int k = 0; k < 5; k++) {
                  Verb verb = verbs.get(k);
                  List<String> name = List.of(names.get(k));
                  tell(client -> client.change(verb, name, Optional.empty()));
                }
              }));
    }
    for (Thread one : all) {
      one.join();
    }
  }

  private SocketAddress control() {
    return UnixDomainSocketAddress.of(place.path("control.sock"));
  }

  private void hostileControl() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      Sockets.shout(control(), Hostile.controlLine(random), random.nextBoolean());
    }
  }

  private void hostileDatagrams() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      words.add(Hostile.word(random));
    }
    words.add(random.nextBoolean() ? "STOP" : "START");
    try {
      Kernel.send(place.path("words.sock"), words.toArray(String[]::new));
    } catch (AssertionError nobodyThere) {
      // It is about to begin or to end.
    }
  }

  private void hostileArchive() throws IOException, InterruptedException {
    place.offer(Hostile.archive(random, place.nextArchive(), "ostler-abuse-escaped"));
    TimeUnit.MILLISECONDS.sleep(100);
  }

  private void hostileFile() throws IOException, InterruptedException {
    String bad = Hostile.yaml(random, place.good(random.nextInt(3)));
    int millis = random.nextInt(200);
    place.writeFile(bad);
    life.signal(USR1);
    TimeUnit.MILLISECONDS.sleep(millis);
    place.writeFile(random.nextInt(3));
    life.signal(USR1);
  }

  private void connections() throws IOException, InterruptedException {
    byte[] begun = {'{'};
    List<SocketChannel> crowd = Sockets.crowd(control(), 100, begun);
    TimeUnit.MILLISECONDS.sleep(200);
    tell(client -> client.status(List.of()));
    Sockets.close(crowd);
  }

  private void fullDisk() throws IOException, InterruptedException {
    int millis = 100 + random.nextInt(600);
    Disk.fill(place.path("small/filling"));
    place.offer();
    TimeUnit.MILLISECONDS.sleep(millis);
    Files.deleteIfExists(place.path("small/filling"));
  }

  /** Weeks ahead, and back again. */
  private void wallClock() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      Files.writeString(
          place.path("clock"), "%+d\n".formatted(random.nextInt(4_000_000) - 2_000_000));
      TimeUnit.MILLISECONDS.sleep(150);
    }
    Files.writeString(place.path("clock"), "+0\n");
  }

  /** Has all run again that was stopped or suspended meanwhile. */
  void undo() throws IOException {
    place.writeFile(random.nextInt(3));
    life.signal(USR1);
    Duration longest = Duration.ofSeconds(30);
    tell(client -> client.change(Verb.RESUME, List.of(), Optional.of(longest)));
    tell(client -> client.change(Verb.START, List.of(), Optional.of(longest)));
  }
}
