package dev.ostler.gateway;

import dev.ostler.configuration.Secret;
import io.fabric8.kubernetes.client.Config;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A gateway for all apps of a cluster, without a file: what rests and how it is woken is written at
 * the objects of the cluster themselves. It takes the place of go-unidler.
 */
public final class KubernetesGateway implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration WAKE_WITHIN = Duration.ofMinutes(10);

  /** Who comes from inside the cluster is whoever lets visitors into it. */
  private static final Trust INSIDE =
      new Trust(
          Stream.of(
                  "10.0.0.0/8",
                  "172.16.0.0/12",
                  "192.168.0.0/16",
                  "100.64.0.0/10",
                  "127.0.0.0/8",
                  "fc00::/7",
                  "::1")
              .map(Trust.Network::parse)
              .toList());

  /** Where go-unidler is. */
  public static final String SERVICE = KubernetesMarks.UNIDLER + ":80";

  private final KubernetesApi api;
  private final KubernetesRoute.Gate gate;
  private final ScheduledThreadPoolExecutor clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final KubernetesApps apps;
  private final Measures measures;
  private final KubernetesFront visitors;
  private final FrontDoor door;
  private final Undertow server;

  /**
   * How it behaves.
   *
   * @param listen where visitors come in, such as {@code :8080} or {@code 8080}
   * @param keyLabel the label by which the objects of an app are found
   * @param prefix before its own paths, with a slash at both ends
   * @param compatible whether to behave as go-unidler to the letter
   * @param service its own Service, HOST:PORT, where those of apps point while they rest
   * @param admin where those who look after the apps come in; empty if nowhere
   */
  public record Settings(
      String listen,
      String keyLabel,
      String prefix,
      boolean compatible,
      String service,
      Optional<Admin> admin) {
    /** Refuses what makes no sense. */
    public Settings {
      ListenAddress.parse(listen);
      new KubernetesFront.Manner(prefix, compatible);
      KubernetesRoute.Gate.parse(service);
    }

    /** As go-unidler, which nobody can ask. */
    Settings(String listen, String keyLabel, String prefix, boolean compatible) {
      this(listen, keyLabel, prefix, compatible, SERVICE, Optional.empty());
    }

    private List<ListenAddress> addresses() {
      return Stream.concat(Stream.of(listen), admin.stream().map(Admin::listen))
          .map(ListenAddress::parse)
          .toList();
    }

    /**
     * Returns the same for a gateway that has another Service than go-unidler.
     *
     * @param own such as {@code gateway.ostler.svc.cluster.local:80}
     * @return the settings
     * @throws IllegalArgumentException if it is no address
     */
    public Settings withService(String own) {
      return new Settings(listen, keyLabel, prefix, compatible, own, admin);
    }

    /**
     * Returns the same with a door for those who look after the apps.
     *
     * @param address such as {@code 127.0.0.1:9700}
     * @param token what they show; without, there is no API
     * @return the settings
     * @throws IllegalArgumentException if the address is none
     */
    public Settings withAdmin(String address, Optional<String> token) {
      return new Settings(
          listen, keyLabel, prefix, compatible, service, Optional.of(new Admin(address, token)));
    }

    /**
     * Reads what go-unidler reads from its environment: PORT and UNIDLE_KEY_LABEL.
     *
     * @param environment of the process
     * @param prefix before its own paths
     * @param compatible whether to behave as go-unidler to the letter
     * @return the settings
     * @throws IllegalArgumentException if PORT or the prefix is none
     */
    public static Settings of(Map<String, String> environment, String prefix, boolean compatible) {
      return new Settings(
          environment.getOrDefault("PORT", ":8080"),
          environment.getOrDefault("UNIDLE_KEY_LABEL", "host"),
          prefix,
          compatible);
    }
  }

  /**
   * The door for those who look after the apps.
   *
   * @param listen its address
   * @param token what they show; without, there is no API
   */
  public record Admin(String listen, Optional<String> token) {
    /** Refuses what makes no sense. */
    public Admin {
      ListenAddress.parse(listen);
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
      return "Admin[" + listen + "]";
    }
  }

  private KubernetesGateway(Settings settings, KubernetesApi api, Told told) {
    this.api = api;
    gate = KubernetesRoute.Gate.parse(settings.service());
    clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("clock").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
    measures = new Measures(told.journal());
    Surroundings surroundings = new Surroundings(clock, measures, _ -> Optional.empty());
    apps =
        new KubernetesApps(
            new KubernetesLookup(api, new KubernetesKeys(settings.keyLabel())),
            found -> new AppRun(settings(found.name()), workload(found, told.log()), surroundings),
            clock,
            told.log());
    Front front = new Front(apps::at, KubernetesFront.PAGE, () -> INSIDE);
    visitors =
        new KubernetesFront(
            apps,
            front,
            threads,
            new KubernetesFront.Manner(settings.prefix(), settings.compatible()));
    door = new FrontDoor(visitors);
    server = server(settings);
  }

  private Undertow server(Settings settings) {
    Undertow.Builder builder = Undertow.builder();
    Gateway.listen(builder, ListenAddress.parse(settings.listen()), door);
    settings
        .admin()
        .ifPresent(
            admin -> Gateway.listen(builder, ListenAddress.parse(admin.listen()), sideDoor(admin)));
    return Gateway.withOptions(builder).build();
  }

  private SideDoor sideDoor(Admin admin) {
    return new SideDoor(
        new Known(),
        () -> measures.text(apps.apps().all(), visitors.viewers()),
        admin.token().map(Secret::of),
        () -> !door.isShut());
  }

  /** Apps are known once somebody has asked for them; people may be the first. */
  private final class Known implements SideDoor.Known {
    @Override
    public Apps apps() {
      return apps.apps();
    }

    @Override
    public void find(HttpServerExchange exchange, String name, Consumer<Optional<AppRun>> then) {
      exchange.dispatch(
          threads,
          same -> {
            Optional<AppRun> found = apps.find(KubernetesKeys.host(name)).run();
            same.dispatch(same.getIoThread(), _ -> then.accept(found));
          });
    }
  }

  /** Who uses it while it runs is not seen here, so that does not decide when it rests. */
  private static AppSettings settings(String host) {
    AppPolicy usual = AppPolicy.usual();
    return new AppSettings(
        host,
        List.of(host),
        new AppPolicy(
            WAKE_WITHIN,
            Optional.empty(),
            usual.awakeAtLeast(),
            usual.drainWithin(),
            usual.retry(),
            usual.breaker()),
        // Whether the network lets the gateway reach it is another question than whether it is up.
        new Readiness.None(),
        new AppSettings.HoldLimits(1000, Duration.ofMinutes(1)),
        AppSettings.Visitors.AUTO,
        AppSettings.Protocol.HTTP1,
        Schedule.NONE,
        Ignored.NOBODY,
        Set.of());
  }

  private KubernetesWorkload workload(KubernetesLookup.Result.Found found, Consumer<String> log) {
    KubernetesRoute route =
        new KubernetesRoute(
            KubernetesRoute.Mode.REPOINT,
            Optional.of(found.service()),
            Optional.empty(),
            gate,
            Duration.ZERO);
    return new KubernetesWorkload(
            found.name(), found.target(), route, KubernetesConnection.Use.shared(api))
        .remarkingTo(log);
  }

  /**
   * Begins to listen, for the cluster in which it runs, else for that of a kube config.
   *
   * @param settings how it behaves
   * @param environment of the process
   * @param jsonLog whether it tells what happens as JSON objects rather than sentences
   * @param lines told what happens, one line each, by any thread
   * @return the gateway; the caller closes it
   * @throws IOException if there is no cluster, or nobody may listen there
   */
  public static KubernetesGateway open(
      Settings settings, Map<String, String> environment, boolean jsonLog, Consumer<String> lines)
      throws IOException {
    Told told = Told.by(new Gateway.Options(false, jsonLog), lines);
    KubernetesGateway gateway =
        open(
            settings,
            KubernetesConnection.config(environment, KubernetesConnection.SERVICE_ACCOUNT),
            told);
    told.log().accept("listening at " + ListenAddress.text(gateway.address()));
    return gateway;
  }

  static KubernetesGateway open(Settings settings, Config cluster, Consumer<String> lines)
      throws IOException {
    return open(settings, cluster, Told.by(new Gateway.Options(false, false), lines));
  }

  private static KubernetesGateway open(Settings settings, Config cluster, Told told)
      throws IOException {
    Listening.requirePossible(settings.addresses());
    KubernetesGateway gateway =
        new KubernetesGateway(settings, KubernetesConnection.open(cluster), told);
    try {
      Listening.begin(gateway.server, settings.addresses());
    } catch (IOException | RuntimeException e) {
      gateway.release();
      throw e;
    }
    return gateway;
  }

  /**
   * Returns where visitors come in.
   *
   * @return the address, with the port that the kernel chose if 0 was asked for
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
  }

  /**
   * Returns where those who look after the apps come in.
   *
   * @return the address; empty if nowhere
   */
  public Optional<InetSocketAddress> adminAddress() {
    return server.getListenerInfo().stream()
        .skip(1)
        .findFirst()
        .map(info -> (InetSocketAddress) info.getAddress());
  }

  /**
   * Takes no more requests and waits for a while until those that are there have their answers.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void drain() throws InterruptedException {
    drain(DRAIN);
  }

  void drain(Duration atMost) throws InterruptedException {
    door.shut();
    visitors.sendViewersAway();
    if (!door.awaitEmpty(atMost)) {
      apps.close();
      door.awaitEmpty(LAST_WORDS);
    }
  }

  /** Ends at once; apps stay as they are, and whoever is next goes on with what was begun. */
  @Override
  public void close() {
    apps.close();
    server.stop();
    release();
  }

  /** Gives back all but apps and the server. */
  private void release() {
    clock.shutdownNow();
    threads.shutdownNow();
    api.close();
  }
}
