package dev.ostler.fleet;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Asks something of several hosts at once. */
final class EachHost {
  private EachHost() {}

  /** What is asked of one. */
  interface Question {
    void ask(String host, HostEngine engine) throws IOException, InterruptedException;
  }

  /**
   * Asks all at once, whatever becomes of some.
   *
   * @return the failures by host
   */
  static NavigableMap<String, IOException> ask(Map<String, HostEngine> hosts, Question question) {
    return ask(hosts, Math.max(1, hosts.size()), question);
  }

  /** Asks all, so many at once. */
  static NavigableMap<String, IOException> ask(
      Map<String, HostEngine> hosts, int atOnce, Question question) {
    Semaphore places = new Semaphore(atOnce);
    NavigableMap<String, IOException> failures = new ConcurrentSkipListMap<>();
    // close() waits for every host, so that no thread outlives this block.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hosts.forEach((host, engine) ->
          threads.execute(() -> {
            try {
              places.acquire();
              try {
                question.ask(host, engine);
              } finally {
                places.release();
              }
            } catch (IOException e) {
              failures.put(host, e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              failures.put(host, new IOException("interrupted", e));
            }
          }));
    }
    return failures;
  }
}
