package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The events of a wake as go-unidler tells them: its texts, in its order, in its frames. */
final class MojStream {
  static final String STARTING = "Starting unidling...";
  static final String FOUND = "App found. Unidling it...";
  static final String RESTORED =
      "Replicas restored. Starting app. This could take a few minutes...";
  static final String AVAILABLE = "App ready. Removing idled metadata...";
  static final String REDIRECTING = "Redirecting app...";

  /** Who hears nothing for so long is given a sign of life. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** What its viewer may be told, and that there is no viewer any more. */
  private static final String AWAY = "away";

  private final HttpServerExchange exchange;
  private final BlockingQueue<String[]> queue = new LinkedBlockingQueue<>();
  private final Runnable stopWatching;
  private int stages;
  private boolean restored;

  private MojStream(HttpServerExchange exchange, Viewers viewers) {
    this.exchange = exchange;
    viewers.add(exchange, queue);
    Guest.of(exchange).whenGone(this::gone);
    stopWatching = HangUp.watch(exchange, this::gone);
  }

  /** The stream of a viewer, who is watched from now on. For the I/O thread. */
  static MojStream open(HttpServerExchange exchange, Viewers viewers) {
    return new MojStream(exchange, viewers);
  }

  /** Those who follow, so that they can be sent away. */
  static final class Viewers {
    private final Set<BlockingQueue<String[]>> all = ConcurrentHashMap.newKeySet();

    private void add(HttpServerExchange exchange, BlockingQueue<String[]> queue) {
      all.add(queue);
      exchange.addExchangeCompleteListener((_, next) -> {
        all.remove(queue);
        next.proceed();
      });
    }

    /** How many they are. */
    int count() {
      return all.size();
    }

    /** They ask again in a moment; browsers do so by themselves. */
    void sendAway() {
      all.forEach(queue -> queue.add(new String[] {AWAY, ""}));
    }
  }

  private void gone() {
    queue.add(new String[] {AWAY, ""});
  }

  /** A frame; what would break it becomes a space. */
  static String frame(String event, String data) {
    return "id: \nretry: 0\nevent: %s\ndata: %s\n\n"
        .formatted(event, data.replaceAll("[\\r\\n]+", " "));
  }

  /** Looks an app up, wakes it and tells all of it. Blocks until it is over or the viewer gone. */
  void tell(KubernetesApps apps, String host) throws IOException, InterruptedException {
    exchange.startBlocking();
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    exchange.getResponseHeaders().put(EventStream.UNBUFFERED, "no");
    try {
      send("", STARTING);
      KubernetesApps.Answer answer = apps.find(host);
      if (answer.run().isEmpty()) {
        send("error", answer.sentence());
      } else {
        send("", FOUND);
        answer.run().get().ask(Trace.of(exchange));
        follow(answer.run().get());
      }
    } finally {
      stopWatching();
    }
    exchange.endExchange();
  }

  /** Before the answer ends: what is read from then on is the next request. */
  private void stopWatching() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    exchange
        .getIoThread()
        .execute(() -> {
          stopWatching.run();
          stopped.countDown();
        });
    stopped.await();
  }

  private void follow(AppRun run) throws IOException, InterruptedException {
    Runnable end = run.watch("", new Viewer(queue));
    try {
      while (true) {
        String[] told = queue.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        if (told == null) {
          write(":\n\n");
        } else if (step(told[0], told[1])) {
          return;
        }
      }
    } finally {
      end.run();
    }
  }

  /** Passes on what it is told. */
  private record Viewer(BlockingQueue<String[]> queue) implements Audience.Viewer {
    @Override
    public void snapshot(String id, List<WakeEvent> events) {} // it began to follow before a wake

    @Override
    public void told(WakeEvent event) {
      queue.add(new String[] {Words.of(event.kind()), event.text()});
    }

    @Override
    public void ended(WakeEvent.Kind how) {
      queue.add(new String[] {Words.of(how), "Your app could not be started."});
    }

    @Override
    public void sentAway() {
      queue.add(new String[] {AWAY, ""});
    }
  }

  /** Returns whether it was the last. */
  private boolean step(String kind, String text) throws IOException {
    switch (kind) {
      case "stage" -> {
        stages++;
        // The first says that it was asked; what comes next, how far it is.
        if (stages > 1) {
          restored();
        }
        return false;
      }
      case "ready" -> {
        restored();
        send("", AVAILABLE);
        send("", REDIRECTING);
        send("success", "Ready");
      }
      case "failed" -> send("error", text);
      case AWAY -> exchange.setPersistent(false); // he comes again by another connection
      default -> {}
    }
    return true;
  }

  private void restored() throws IOException {
    if (!restored) {
      restored = true;
      send("", RESTORED);
    }
  }

  private void send(String event, String data) throws IOException {
    write(frame(event, data));
  }

  private void write(String text) throws IOException {
    exchange.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getOutputStream().flush();
  }
}
