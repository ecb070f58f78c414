package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final String[] AWAY = {"away", ""};

  private final OutputStream out;
  private final BlockingQueue<String[]> news;
  private int stages;
  private boolean restored;

  private MojStream(OutputStream out, BlockingQueue<String[]> news) {
    this.out = out;
    this.news = news;
  }

  /** Those who follow, so that they can be sent away. */
  static final class Viewers {
    private final Set<BlockingQueue<String[]>> all = ConcurrentHashMap.newKeySet();

    /** They ask again in a moment; browsers do so by themselves. */
    void sendAway() {
      all.forEach(each -> each.add(AWAY));
    }
  }

  /** A frame; what would break it becomes a space. */
  static String frame(String event, String data) {
    return "id: \nretry: 0\nevent: %s\ndata: %s\n\n"
        .formatted(event, data.replaceAll("[\\r\\n]+", " "));
  }

  /** Looks an app up, wakes it and tells all of it, on a thread of its own. */
  static void begin(HttpServerExchange exchange, KubernetesApps apps, Setting setting) {
    BlockingQueue<String[]> news = new LinkedBlockingQueue<>();
    setting.viewers().all.add(news);
    Guest.of(exchange).whenGone(() -> news.add(AWAY));
    exchange.addExchangeCompleteListener((_, next) -> {
      setting.viewers().all.remove(news);
      next.proceed();
    });
    exchange.setPersistent(false);
    exchange.dispatch(setting.threads(), same -> tell(same, apps, news));
  }

  /**
   * What a stream is in.
   *
   * @param threads for what blocks
   * @param viewers whom it joins
   */
  record Setting(Executor threads, Viewers viewers) {}

  private static void tell(
      HttpServerExchange exchange, KubernetesApps apps, BlockingQueue<String[]> news)
      throws IOException, InterruptedException {
    exchange.startBlocking();
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    exchange.getResponseHeaders().put(EventStream.UNBUFFERED, "no");
    MojStream stream = new MojStream(exchange.getOutputStream(), news);
    stream.send("", STARTING);
    KubernetesApps.Answer answer =
        apps.find(
            KubernetesKeys.host(String.valueOf(exchange.getRequestHeaders().getFirst("Host"))));
    if (answer.run().isEmpty()) {
      stream.send("error", answer.sentence());
    } else {
      stream.send("", FOUND);
      answer.run().get().ask(Trace.of(exchange));
      stream.follow(answer.run().get());
    }
    exchange.endExchange();
  }

  private void follow(AppRun run) throws IOException, InterruptedException {
    Runnable end = run.watch("", new Viewer(news));
    try {
      while (true) {
        String[] told = news.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
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
      queue.add(AWAY);
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
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
