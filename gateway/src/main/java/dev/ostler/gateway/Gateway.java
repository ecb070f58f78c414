package dev.ostler.gateway;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.configuration.Reference;
import dev.ostler.configuration.Schema;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rests apps that nobody uses, and wakes them for whoever comes. */
public final class Gateway implements AutoCloseable {
  private static final Pattern APPS = Pattern.compile("(?m)^[\"']?(apps|discover)[\"']?\\s*:");

  /** For those who are turned away at the very end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final int LARGEST_HEADER = 64 * 1024;

  /** As the server's own, which leave room for what TLS adds. */
  private static final int BUFFER = 16 * 1024 - 20;

  /** The server would keep as many as were ever in use at once: 160 MB after a rush of 10,000. */
  private static final int KEPT_BUFFERS = 1024;

  private static final int KEPT_BY_THREAD = 4;

  private final Consumer<String> log;
  private final ScheduledThreadPoolExecutor clock;
  private final Roster roster;
  private final Front front;
  private final FrontDoor door;
  private final Measures measures;
  private final Undertow server;
  private final Optional<Tls> tls;
  private final Theme theme;
  private final Catalogue catalogue;
  private final Optional<MemoryFile> memory;
  private final Map<EngineAddress, Discovery> discoveries = new HashMap<>();
  private @Nullable FileWatch watch;
  private volatile GatewayFile file;

  private Gateway(GatewayFile file, Told told, Work work) throws IOException {
    this.file = file;
    this.log = told.log();
    Journal journal = told.journal();
    clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("clock").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
    measures = new Measures(journal);
    theme = file.theme().map(path -> Theme.of(path, log)).orElseGet(Theme::builtIn);
    tls = file.tls().isPresent() ? Optional.of(Tls.open(file.tls().get(), log)) : Optional.empty();
    memory =
        file.state().isPresent()
            ? Optional.of(
                MemoryFile.open(file.state().get(), !work.isDry(), Clock.systemUTC(), log))
            : Optional.empty();
    roster =
        new Roster(
            clock,
            measures,
            memory.isPresent() ? memory.get() : new MemoryMap(Clock.systemUTC()),
            work.opening());
    catalogue = new Catalogue(log);
    front =
        new Front(
            host -> roster.apps().at(host),
            new WakePage(theme::text, file.prefix()),
            () -> new Trust(this.file.trust()),
            () -> this.file.silence());
    door = new FrontDoor(front);
    server = server(file);
  }

  private SideDoor sideDoor(GatewayFile from) {
    return new SideDoor(
        roster::apps,
        () -> measures.text(roster.apps().all(), front.viewers()),
        from.admin().flatMap(GatewayFile.Admin::token),
        () -> !door.isShut());
  }

  private Undertow server(GatewayFile file) {
    Undertow.Builder builder = Undertow.builder();
    listen(builder, file.listen(), door);
    file.admin().ifPresent(admin -> listen(builder, admin.listen(), sideDoor(file)));
    tls.ifPresent(secrets -> {
      InetSocketAddress where = file.tls().orElseThrow().listen().toListen();
      builder.addHttpsListener(where.getPort(), where.getHostString(), secrets.context(), door);
    });
    return withOptions(builder).build();
  }

  static Undertow.Builder withOptions(Undertow.Builder builder) {
    int room = Room.forVisitors();
    return builder
        .setSocketOption(org.xnio.Options.CONNECTION_HIGH_WATER, room)
        .setSocketOption(org.xnio.Options.CONNECTION_LOW_WATER, room)
        // Who vanishes without a word would use his app for ever.
        .setSocketOption(org.xnio.Options.KEEP_ALIVE, true)
        .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER, KEPT_BUFFERS, KEPT_BY_THREAD))
        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEADER)
        // No head is longer than a frame.
        .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_FRAME_SIZE, JoinedHeads.LARGEST_FRAME)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 30_000)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 120_000)
        .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
        // Uses a buffer that it has given back, if a visitor breaks off meanwhile.
        .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
        // What it may be is for the app to say; what must not be is refused by Hygiene.
        .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .setServerOption(UndertowOptions.DECODE_URL, false)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, LARGEST_HEADER);
  }

  static void listen(Undertow.Builder builder, ListenAddress address, HttpHandler to) {
    InetSocketAddress where = address.toListen();
    builder.addHttpListener(where.getPort(), where.getHostString(), to);
  }

  /**
   * Whether a file is meant to be one of a gateway, by the names of its first level.
   *
   * @param file in YAML
   * @return whether it names apps
   * @throws IOException if it cannot be read
   */
  public static boolean isFile(Path file) throws IOException {
    return APPS.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find();
  }

  /**
   * The format of its file.
   *
   * @return it, for checking files and for its schema
   */
  public static Configuration<? extends Record> format() {
    return fileFormat();
  }

  private static Configuration<GatewayFile> fileFormat() {
    return Configuration.of(GatewayFile.class).withCheck(GatewayFileCheck::check);
  }

  /**
   * Sees whether a gateway could begin with a file: with what it says, and with the certificates,
   * keys, theme and state that it names.
   *
   * @param file in YAML
   * @throws InvalidConfigurationException if something in it is wrong
   * @throws IOException if it, or what it names, cannot be read, does not fit together or, for its
   *     state, cannot be written
   */
  public static void check(Path file) throws InvalidConfigurationException, IOException {
    GatewayFile read = fileFormat().read(file);
    if (read.tls().isPresent()) {
      Tls.read(read.tls().get());
    }
    if (read.theme().isPresent()) {
      Theme.check(read.theme().get());
    }
    if (read.state().isPresent()) {
      MemoryFile.check(read.state().get());
    }
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
   * What the format of its file has, for manuals.
   *
   * @return a section for each mapping
   */
  public static List<Reference.Section> reference() {
    return Reference.sections(GatewayFile.class);
  }

  /**
   * How a gateway behaves.
   *
   * @param dryRun whether it wakes and rests nothing, and tells what it would do; what would rest
   *     goes on and is reached by the next visitor as if it had been woken
   * @param jsonLog whether it tells what happens as JSON objects rather than sentences
   */
  public record Options(boolean dryRun, boolean jsonLog) {}

  /** What it does its work on, and whether it only says what it would do. */
  private record Work(boolean isDry, Workloads.Opening opening) {}

  /**
   * Begins to look after the apps of a file and to listen.
   *
   * @param path in YAML
   * @param options how
   * @param lines told what happens, one line each, by any thread
   * @return the gateway; the caller closes it
   * @throws InvalidConfigurationException if something in the file is wrong
   * @throws IOException if it cannot be read, or nobody may listen there
   */
  public static Gateway open(Path path, Options options, Consumer<String> lines)
      throws InvalidConfigurationException, IOException {
    Told told = Told.by(options, lines);
    Workloads.Opening real = (name, form) -> Workloads.open(name, form, told.log());
    return open(
        path,
        told,
        options.dryRun()
            ? new Work(true, (name, form) -> new DryRun(real.open(name, form), told.log()))
            : new Work(false, real));
  }

  static Gateway open(Path path, Consumer<String> lines, Workloads.Opening workloads)
      throws InvalidConfigurationException, IOException {
    return open(path, Told.by(new Options(false, false), lines), new Work(false, workloads));
  }

  private static Gateway open(Path path, Told told, Work work)
      throws InvalidConfigurationException, IOException {
    GatewayFile file = fileFormat().read(path);
    Listening.requirePossible(file.addresses());
    Gateway gateway = new Gateway(file, told, work);
    try {
      gateway.bring(gateway.file);
      Listening.begin(gateway.server, file.addresses());
    } catch (IOException | RuntimeException e) {
      gateway.release();
      throw e;
    }
    told.log().accept("listening at " + ListenAddress.text(gateway.address()));
    gateway.watch =
        FileWatch.begin(
            path,
            _ -> gateway.reload(path),
            trouble -> told.log().accept("stays as it was: " + trouble));
    return gateway;
  }

  /**
   * Returns where visitors come in.
   *
   * @return the address, with the port that the kernel chose if the file says 0
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
  }

  /** Where visitors come in by HTTPS; empty if the file names none. */
  Optional<InetSocketAddress> tlsAddress() {
    return server.getListenerInfo().stream()
        .filter(info -> info.getProtcol().equals("https"))
        .findFirst()
        .map(info -> (InetSocketAddress) info.getAddress());
  }

  /** Looks after the apps of a file and of the engines that it names. */
  private synchronized void bring(GatewayFile wanted) {
    roster.bring(catalogue.all(wanted)); // may throw: it stays as it was
    file = wanted;
    discoveries
        .entrySet()
        .removeIf(each -> {
          boolean unwanted = !wanted.discover().contains(each.getKey());
          if (unwanted) {
            each.getValue().close();
          }
          return unwanted;
        });
    for (EngineAddress engine : wanted.discover()) {
      discoveries.computeIfAbsent(
          engine, address -> Discovery.begin(address, apps -> discovered(address, apps), log));
    }
  }

  private synchronized void discovered(EngineAddress engine, Map<String, GatewayFile.App> apps) {
    if (discoveries.containsKey(engine)) {
      catalogue.discovered(engine, apps);
      roster.bring(catalogue.all(file));
    }
  }

  /** Has everything be as a new file says, or nothing. */
  private void reload(Path path) throws IOException {
    try {
      GatewayFile wanted = fileFormat().read(path); // relative paths in it are of its folder
      if (!wanted.equals(file)) {
        boolean moved =
            !wanted.listen().equals(file.listen())
                || !wanted.admin().equals(file.admin())
                || !wanted.tls().equals(file.tls())
                || !wanted.theme().equals(file.theme())
                || !wanted.prefix().equals(file.prefix())
                || !wanted.state().equals(file.state());
        bring(wanted);
        String later =
            moved
                ? "; 'listen', 'tls', 'admin', 'theme', 'prefix' and 'state' count from the next start"
                    + " on"
                : "";
        log.accept("reloaded " + path + later);
      }
    } catch (InvalidConfigurationException e) {
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
        .filter(info -> info.getProtcol().equals("http"))
        .findFirst()
        .map(info -> (InetSocketAddress) info.getAddress());
  }

  /**
   * Takes no more requests and waits until those that are there have their answers, for at most the
   * time of the file; who waits for an app even then is told to come again. Apps stay as they are.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void drain() throws InterruptedException {
    log.accept("ending");
    stopDiscovering();
    door.shut();
    front.sendViewersAway();
    if (!door.awaitEmpty(file.drain())) {
      roster.close();
      door.awaitEmpty(LAST_WORDS);
    }
  }

  private synchronized void stopDiscovering() {
    discoveries.values().forEach(Discovery::close);
    discoveries.clear();
  }

  /** Ends at once; apps stay as they are. */
  @Override
  public synchronized void close() {
    release();
    server.stop();
  }

  /** Gives back all but the server. */
  private synchronized void release() {
    if (watch != null) {
      watch.close();
    }
    stopDiscovering();
    tls.ifPresent(Tls::close);
    theme.close();
    roster.close();
    memory.ifPresent(MemoryFile::close);
    clock.shutdownNow();
  }
}
