package dev.ostler.cli;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Visitors of a web server, each of whom asks for its page again and again, and forgives nothing.
 */
final class Visitors implements AutoCloseable {
  private static final int COUNT = 2;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final InetSocketAddress server;
  private final Set<String> pages = ConcurrentHashMap.newKeySet();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private final List<Thread> threads;
  private volatile boolean gone;

  private Visitors(InetSocketAddress server) {
    this.server = server;
    threads = IntStream.range(0, COUNT).mapToObj(_ -> Thread.ofVirtual().start(this::ask)).toList();
  }

  /** Lets them come; the caller closes it. */
  static Visitors of(InetSocketAddress server) {
    return new Visitors(server);
  }

  private void ask() {
    while (!gone) {
      try {
        pages.add(get(server, "/"));
        answers.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /**
   * Asks once, by a connection of its own: nothing hides what becomes of it.
   *
   * @throws IOException if there is no answer, or another one than 200
   */
  static String get(InetSocketAddress server, String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout((int) Eventually.LONG.toMillis());
      socket.connect(server);
      OutputStream output = socket.getOutputStream();
      output.write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream input = socket.getInputStream();
      String answer = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.matches("(?s)HTTP/1\\.[01] 200 .*\r\n\r\n.+")) {
        throw new IOException("answered: " + answer);
      }
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  /** Waits until somebody has seen each of these pages since this call. */
  void awaitPages(String... wanted) {
    pages.clear();
    Eventually.await("visitors see " + List.of(wanted), () -> pages.containsAll(List.of(wanted)));
  }

  /** How often there was an answer. */
  long answers() {
    return answers.get();
  }

  /** What went wrong. */
  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    gone = true;
    threads.forEach(this::join);
  }

  private void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while visitors leave", e);
    }
  }
}
