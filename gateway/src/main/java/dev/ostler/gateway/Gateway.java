package dev.ostler.gateway;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.configuration.Schema;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rests apps that nobody uses, and wakes them for whoever comes. */
public final class Gateway implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int LARGEST_HEADER = 64 * 1024;

  private final Consumer<String> log;
  private final ScheduledThreadPoolExecutor clock;
  private final Map<String, Looked> looked = new TreeMap<>();
  private final GracefulShutdownHandler front;
  private final Measures measures;
  private final Undertow server;
  private volatile boolean draining;
  private @Nullable Thread watching;
  private volatile Apps apps = new Apps(List.of());
  private volatile GatewayFile file;

  /** An app as the file describes it, and who looks after it. */
  private record Looked(GatewayFile.App form, AppRun run) {}

  private Gateway(GatewayFile file, Consumer<String> log) {
    this.file = file;
    this.log = log;
    clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("clock").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
    measures = new Measures(new Log(log));
    front = new GracefulShutdownHandler(new Front(() -> apps, file.prefix()));
    server = server(file, front, sideDoor(file));
  }

  private SideDoor sideDoor(GatewayFile from) {
    return new SideDoor(
        () -> apps, measures, from.admin().flatMap(GatewayFile.Admin::token), () -> !draining);
  }

  private static Undertow server(GatewayFile file, HttpHandler front, HttpHandler sideDoor) {
    Undertow.Builder builder = Undertow.builder();
    listen(builder, file.listen(), front);
    file.admin().ifPresent(admin -> listen(builder, admin.listen(), sideDoor));
    return builder
        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEADER)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 30_000)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 120_000)
        .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
        .build();
  }

  private static void listen(Undertow.Builder builder, ListenAddress address, HttpHandler to) {
    InetSocketAddress where = address.toListen();
    builder.addHttpListener(where.getPort(), where.getHostString(), to);
  }

  /**
   * The format of its file.
   *
   * @return it, for checking files and for its schema
   */
  public static Configuration<? extends Record> format() {
    return Configuration.of(GatewayFile.class).withCheck(GatewayFile::check);
  }

  /**
   * The format of its file, for editors.
   *
   * @return JSON Schema
   */
  public static String schema() {
    return Schema.of(GatewayFile.class);
  }

  /**
   * Begins to look after the apps of a file and to listen.
   *
   * @param path in YAML
   * @param log told what happens, one line each, by any thread
   * @return the gateway; the caller closes it
   * @throws InvalidConfigurationException if something in the file is wrong
   * @throws IOException if it cannot be read, or nobody may listen there
   */
  public static Gateway open(Path path, Consumer<String> log)
      throws InvalidConfigurationException, IOException {
    Gateway gateway = new Gateway(read(path), log);
    gateway.bring(gateway.file);
    try {
      gateway.server.start();
    } catch (RuntimeException e) {
      gateway.close();
      throw new IOException("cannot listen at " + gateway.file.listen() + ": " + reason(e), e);
    }
    gateway.watching = Thread.ofVirtual().name("file").start(() -> gateway.watch(path));
    return gateway;
  }

  private static String reason(RuntimeException e) {
    return String.valueOf(
        Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse(e.getMessage()));
  }

  private static GatewayFile read(Path path) throws InvalidConfigurationException, IOException {
    return Configuration.of(GatewayFile.class).withCheck(GatewayFile::check).read(path);
  }

  /**
   * Returns where visitors come in.
   *
   * @return the address, with the port that the kernel chose if the file says 0
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
  }

  /** Looks again and again whether the file has changed, and has the apps be as it says. */
  private void watch(Path path) {
    Object seen = stamp(path);
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY);
        Object now = stamp(path);
        if (!now.equals(seen)) {
          seen = now;
          reload(path);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static Object stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return List.of(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException gone) {
      return "";
    }
  }

  private void reload(Path path) {
    try {
      GatewayFile wanted = read(path);
      boolean moved =
          !wanted.listen().equals(file.listen()) || !wanted.admin().equals(file.admin());
      bring(wanted);
      log.accept(
          "reloaded "
              + path
              + (moved ? "; 'listen' and 'admin' count from the next start on" : ""));
    } catch (InvalidConfigurationException | IOException e) {
      log.accept("stays as it was: " + e.getMessage());
    }
  }

  /**
   * Returns where those who look after the apps come in.
   *
   * @return the address; empty if the file names none
   */
  public Optional<InetSocketAddress> adminAddress() {
    return server.getListenerInfo().stream()
        .skip(1)
        .findFirst()
        .map(info -> (InetSocketAddress) info.getAddress());
  }

  /** Has the apps be those of a file; who is unchanged does not notice. */
  private synchronized void bring(GatewayFile wanted) {
    List<AppRun> ended = new ArrayList<>();
    looked
        .entrySet()
        .removeIf(entry -> {
          boolean stays = entry.getValue().form().equals(wanted.apps().get(entry.getKey()));
          if (!stays) {
            ended.add(entry.getValue().run());
          }
          return !stays;
        });
    List<AppRun> begun = new ArrayList<>();
    wanted
        .apps()
        .forEach((name, form) ->
            looked.computeIfAbsent(
                name,
                _ -> {
                  AppRun run =
                      new AppRun(settings(name, form), Workloads.open(name, form), clock, measures);
                  begun.add(run);
                  return new Looked(form, run);
                }));
    file = wanted;
    apps = new Apps(looked.values().stream().map(Looked::run).toList());
    begun.forEach(AppRun::begin);
    ended.forEach(AppRun::close);
  }

  private static AppSettings settings(String name, GatewayFile.App form) {
    AppPolicy usual = AppPolicy.usual();
    return new AppSettings(
        name,
        form.hosts(),
        new AppPolicy(
            form.wake().within(),
            Optional.of(form.idle().after()),
            form.idle().awake(),
            form.idle().drain(),
            usual.retry(),
            usual.breaker()),
        readiness(form.ready()),
        new AppSettings.HoldLimits(form.wake().hold().most(), form.wake().hold().within()),
        form.visitors());
  }

  private static Readiness readiness(GatewayFile.Ready form) {
    return switch (form) {
      case GatewayFile.Ready.None _ -> new Readiness.None();
      case GatewayFile.Ready.Tcp _ -> new Readiness.Tcp();
      case GatewayFile.Ready.Http(String path, GatewayFile.StatusRange status) ->
          new Readiness.Http(path, status.least(), status.greatest());
    };
  }

  /** One line each. */
  private record Log(Consumer<String> lines) implements AppRun.Journal {
    @Override
    public void woken(String app) {
      lines.accept(app + ": waking");
    }

    @Override
    public void ready(String app, Duration took) {
      lines.accept(app + ": ready after " + took.toMillis() + " ms");
    }

    @Override
    public void failed(String app, Observation.Failed why) {
      lines.accept(app + ": cannot be woken: " + why.reason());
      why.evidence().forEach(line -> lines.accept(app + ": | " + line));
    }

    @Override
    public void rested(String app) {
      lines.accept(app + ": going to rest");
    }
  }

  /**
   * Takes no more requests and waits until those that are there have their answers, for at most the
   * time of the file. Apps stay as they are.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void drain() throws InterruptedException {
    draining = true;
    front.shutdown();
    front.awaitShutdown(file.drain().toMillis());
  }

  /** Ends at once; apps stay as they are. */
  @Override
  public synchronized void close() {
    if (watching != null) {
      watching.interrupt();
    }
    looked.values().forEach(entry -> entry.run().close());
    looked.clear();
    server.stop();
    clock.shutdownNow();
  }
}
