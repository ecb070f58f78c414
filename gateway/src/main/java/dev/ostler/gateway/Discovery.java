package dev.ostler.gateway;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.EngineException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The apps that containers of one engine are by their labels. What cannot be read leaves what was
 * known before, and what is gone is known for a while: it may be on its way to be made anew.
 */
final class Discovery implements AutoCloseable {
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  private static final long RETRY_MILLIS = 1000;

  private final EngineAddress address;
  private final EngineAccess engine;
  private final Consumer<Map<String, GatewayFile.App>> told;
  private final Consumer<String> log;
  private final Map<String, Known> known = new TreeMap<>();
  private Set<String> complaints = Set.of();
  private Map<String, GatewayFile.App> last = Map.of();
  private final Thread thread;
  private volatile @Nullable EngineHints current;
  private volatile boolean closed;

  private record Known(GatewayFile.App app, long seen) {}

  private Discovery(
      EngineAddress address, Consumer<Map<String, GatewayFile.App>> told, Consumer<String> log) {
    this.address = address;
    this.told = told;
    this.log = log;
    engine = address.open();
    thread = Thread.ofVirtual().name("discover").unstarted(this::run);
  }

  /**
   * Begins to look.
   *
   * @param told all apps by their names, whenever they have changed
   * @param log told what is wrong with labels, once
   */
  static Discovery begin(
      EngineAddress address, Consumer<Map<String, GatewayFile.App>> told, Consumer<String> log) {
    Discovery discovery = new Discovery(address, told, log);
    discovery.thread.start();
    return discovery;
  }

  private void run() {
    try {
      while (!closed) {
        try (EngineHints hints = new EngineHints(engine.looks(), _ -> {})) {
          current = hints;
          while (!closed) {
            look();
            hints.await();
          }
        } catch (EngineException e) {
          lose(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          // What an engine of another version says must not end it without a word.
          lose("internal error: " + e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void lose(String why) throws InterruptedException {
    if (!closed) {
      complain(Set.of("cannot look for apps at " + address + ": " + why));
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private void look() throws EngineException {
    long now = System.nanoTime();
    Set<String> wrong = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (ContainerSummary container :
        engine.looks().containers().list(ContainerQuery.ALL.withLabel(Labels.APP))) {
      String name = container.labels().getOrDefault(Labels.APP, "");
      boolean isApp = !Labels.areOfOneCommand(container.labels());
      if (isApp && named.add(name)) { // of several the newest counts
        take(container, name, now, wrong);
      }
    }
    known.values().removeIf(each -> each.seen() != now && now - each.seen() > REMEMBERED.toNanos());
    tell();
    complain(wrong); // not before: what fails again and again is said once
  }

  private void take(ContainerSummary container, String name, long now, Set<String> wrong) {
    Known before = known.get(name);
    try {
      known.put(name, new Known(Labels.read(container.labels(), address), now));
    } catch (Labels.InvalidLabelsException e) {
      wrong.add(
          "container %s is %s: %s"
              .formatted(
                  container.name(),
                  before == null ? "no app" : "the app that it was",
                  e.getMessage()));
      if (before != null) {
        known.put(name, new Known(before.app(), now));
      }
    }
  }

  /** Says what has not been said yet. */
  private void complain(Set<String> wrong) {
    for (Iterator<String> all = wrong.stream().sorted().iterator(); all.hasNext(); ) {
      String complaint = all.next();
      if (!complaints.contains(complaint)) {
        log.accept(complaint);
      }
    }
    complaints = Set.copyOf(wrong);
  }

  private void tell() {
    Map<String, GatewayFile.App> apps = new TreeMap<>();
    known.forEach((name, each) -> apps.put(name, each.app()));
    if (!closed && !apps.equals(last)) {
      told.accept(apps);
      last = apps; // not before: who could not take them is told again
    }
  }

  @Override
  public void close() {
    closed = true;
    EngineHints hints = current;
    if (hints != null) {
      hints.close();
    }
    thread.interrupt();
    engine.close();
  }
}
