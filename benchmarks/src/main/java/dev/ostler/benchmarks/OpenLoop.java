package dev.ostler.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors who come at fixed times, whether or not those before them have their answers. Each is
 * timed from the moment at which he was to come: a server that pauses is charged for all who would
 * have come meanwhile, not for the one alone whom it kept waiting.
 *
 * @param rate requests in a second, over all connections
 */
record OpenLoop(InetSocketAddress server, int rate, int connections) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The time of each request in milliseconds, of those that did not fail, and how many did. */
  record Result(List<Double> millis, long failures) {}

  Result run(Duration time) throws InterruptedException, BenchmarkException {
    long begin = System.nanoTime() + NANOS_PER_SECOND / 10;
    long requests = time.toMillis() * rate / 1000;
    List<Callable<List<Double>>> visitors = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int first = i;
      visitors.add(() -> visit(begin, first, requests));
    }
    List<Double> millis = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (Future<List<Double>> each : threads.invokeAll(visitors)) {
        millis.addAll(each.get());
      }
    } catch (ExecutionException e) {
      throw new BenchmarkException("cannot load " + server, e);
    }
    return new Result(millis, requests - millis.size());
  }

  /** Every so many requests are one connection's. */
  private List<Double> visit(long begin, int first, long requests) throws IOException {
    List<Double> millis = new ArrayList<>();
    try (HttpConnection connection = HttpConnection.to(server)) {
      for (long request = first; request < requests; request += connections) {
        long planned = begin + request * NANOS_PER_SECOND / rate;
        awaitMoment(planned);
        if (connection.get("/") == HttpConnection.OK) {
          millis.add(Millis.between(planned, System.nanoTime()));
        }
      }
    }
    return millis;
  }

  private static void awaitMoment(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
