package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Puts the workloads of a cluster to rest that use next to nothing: one pass over all that are
 * labelled for it. Their Services are pointed at the gateway, which wakes them.
 */
public final class KubernetesIdler {
  private static final List<String> KINDS = List.of("Deployment", "StatefulSet");
  private static final int AT_ONCE = 16;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final KubernetesApi api;
  private final Settings settings;
  private final Consumer<Verdict> log;
  private final Clock clock;
  private final Duration drain;

  /**
   * What is put to rest.
   *
   * @param selector of labels
   * @param gateway the gateway's Service, HOST:PORT
   * @param cpu at most so much of its CPU, in percent, a workload may use to count as idle
   * @param awakeAtLeast how long it stays awake after a wake
   * @param missingIsIdle whether those that nobody measures count as idle
   * @param dryRun whether to say only what would be done
   */
  public record Settings(
      String selector,
      String gateway,
      double cpu,
      Duration awakeAtLeast,
      boolean missingIsIdle,
      boolean dryRun) {
    /** Refuses what makes no sense. */
    public Settings {
      KubernetesRoute.Gate.parse(gateway);
      new IdleRule(cpu, awakeAtLeast, missingIsIdle);
    }

    /**
     * Reads what the idler beside go-unidler reads from its environment: LABEL_SELECTOR and
     * CPU_ACTIVITY_THRESHOLD.
     *
     * @param environment of the process
     * @param gateway the gateway's Service, HOST:PORT
     * @param dryRun whether to say only what would be done
     * @return the settings
     * @throws IOException if CPU_ACTIVITY_THRESHOLD is no number
     * @throws IllegalArgumentException if it is no percentage, or the gateway's Service no address
     */
    public static Settings of(Map<String, String> environment, String gateway, boolean dryRun)
        throws IOException {
      String threshold =
          environment.getOrDefault("CPU_ACTIVITY_THRESHOLD", Double.toString(IdleRule.USUAL_MOST));
      return new Settings(
          environment.getOrDefault("LABEL_SELECTOR", KubernetesMarks.IDLEABLE + "=true"),
          gateway,
          percent(threshold),
          Duration.ofMinutes(30),
          false,
          dryRun);
    }

    private static double percent(String threshold) throws IOException {
      try {
        return Double.parseDouble(threshold);
      } catch (NumberFormatException e) {
        throw new IOException(
            "cannot read CPU_ACTIVITY_THRESHOLD: found '" + threshold + "', expected percent", e);
      }
    }

    /**
     * Returns the same, but for those that nobody measures.
     *
     * @param rest whether they count as idle, as they did for the idler beside go-unidler
     * @return the settings
     */
    public Settings withUnmeasuredAtRest(boolean rest) {
      return new Settings(selector, gateway, cpu, awakeAtLeast, rest, dryRun);
    }
  }

  /** What becomes of a workload. */
  public enum Outcome {
    /** It is put to rest. */
    RESTS("rests"),
    /** It would be put to rest, if not only that was to be said. */
    WOULD_REST("would rest"),
    /** It is left alone. */
    STAYS("stays as it is"),
    /** It could not be dealt with. */
    FAILED("failed");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /**
     * Returns what people read.
     *
     * @return such as {@code would rest}
     */
    public String words() {
      return words;
    }
  }

  /**
   * What becomes of one workload.
   *
   * @param kind such as {@code Deployment}
   * @param namespace its namespace
   * @param name its name
   * @param outcome what becomes of it
   * @param reason why
   */
  public record Verdict(
      String kind, String namespace, String name, Outcome outcome, String reason) {
    /**
     * Returns the same as a sentence.
     *
     * @return such as {@code team/shop rests: it uses 1.0 % of its CPU, at most 10.0 %}
     */
    public String text() {
      String subject = namespace + "/" + name;
      return outcome == Outcome.FAILED
          ? subject + ": " + reason
          : subject + " " + outcome.words() + ": " + reason;
    }
  }

  KubernetesIdler(
      KubernetesApi api, Settings settings, Consumer<Verdict> log, Clock clock, Duration drain) {
    this.api = api;
    this.settings = settings;
    this.log = log;
    this.clock = clock;
    this.drain = drain;
  }

  /**
   * Goes over all of them once.
   *
   * @param settings what is put to rest
   * @param environment of the process, which names the cluster
   * @param log told what is done and why, of one workload each, by any thread
   * @return how many could not be dealt with
   * @throws IOException if there is no cluster, or it cannot be asked
   */
  public static int run(Settings settings, Map<String, String> environment, Consumer<Verdict> log)
      throws IOException {
    try (KubernetesApi api = KubernetesConnection.open(environment)) {
      return new KubernetesIdler(api, settings, log, Clock.systemUTC(), DRAIN).pass();
    }
  }

  /** Returns how many could not be dealt with. */
  int pass() throws KubernetesException {
    List<Future<Boolean>> dealt = new ArrayList<>();
    // close() waits for all of them.
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (String word : KINDS) {
        KubernetesTarget.Kind kind = KubernetesTarget.Kind.parse(word);
        for (GenericKubernetesResource candidate : candidates(kind)) {
          candidate.setKind(word); // which items of a list do not say
          dealt.add(threads.submit(() -> dealWith(kind, candidate)));
        }
      }
    }
    return (int) dealt.stream().filter(each -> !each.resultNow()).count();
  }

  /** What we may not see does not count, unless it is what all of this is about. */
  private List<GenericKubernetesResource> candidates(KubernetesTarget.Kind kind)
      throws KubernetesException {
    try {
      return api.list(
          KubernetesApi.Query.labelled(
              "/apis/apps/" + kind.version() + "/" + kind.plural(), settings.selector()),
          GenericKubernetesResource.class);
    } catch (KubernetesException e) {
      if (e.isDenied() && !kind.equals(KubernetesTarget.Kind.DEPLOYMENT)) {
        return List.of();
      }
      throw e;
    }
  }

  /** One that fails does not keep the others from rest. */
  private boolean dealWith(KubernetesTarget.Kind kind, GenericKubernetesResource candidate) {
    try {
      Optional<KubernetesService> service = service(scalable(candidate));
      // The list may be of long ago: drains of others were waited for since.
      Optional<KubernetesScalable> now =
          api.find(
                  kind.path(candidate.getMetadata().getNamespace()),
                  candidate.getMetadata().getName())
              .map(KubernetesIdler::scalable);
      if (now.isPresent()) {
        dealWith(kind, candidate, now.get(), service);
      }
      return true;
    } catch (StaysAwakeException e) {
      log.accept(verdict(candidate, Outcome.STAYS, e.why()));
      return true;
    } catch (KubernetesException | WorkloadException e) {
      log.accept(verdict(candidate, Outcome.FAILED, String.valueOf(e.getMessage())));
      return false;
    } catch (RuntimeException e) {
      // What an API server of another version says must not end it without a word.
      log.accept(verdict(candidate, Outcome.FAILED, "internal error: " + e));
      return false;
    }
  }

  private static KubernetesScalable scalable(GenericKubernetesResource object) {
    return new KubernetesScalable(object, Optional.empty());
  }

  private void dealWith(
      KubernetesTarget.Kind kind,
      GenericKubernetesResource candidate,
      KubernetesScalable workload,
      Optional<KubernetesService> service)
      throws KubernetesException, WorkloadException {
    IdleRule rule = new IdleRule(settings.cpu(), settings.awakeAtLeast(), settings.missingIsIdle());
    switch (rule.decide(new KubernetesUse(api).facts(workload, service), clock.instant())) {
      case IdleDecision.Leave leave -> log.accept(verdict(candidate, Outcome.STAYS, leave.why()));
      case IdleDecision.Rest rest when settings.dryRun() ->
          log.accept(verdict(candidate, Outcome.WOULD_REST, rest.why()));
      case IdleDecision.Rest rest -> {
        log.accept(verdict(candidate, Outcome.RESTS, rest.why()));
        rest(kind, workload, service.map(KubernetesService::name));
      }
    }
  }

  private static Verdict verdict(
      GenericKubernetesResource candidate, Outcome outcome, String reason) {
    return new Verdict(
        candidate.getKind(),
        candidate.getMetadata().getNamespace(),
        candidate.getMetadata().getName(),
        outcome,
        reason);
  }

  private void rest(
      KubernetesTarget.Kind kind, KubernetesScalable workload, Optional<String> service)
      throws WorkloadException {
    KubernetesRoute route =
        new KubernetesRoute(
            KubernetesRoute.Mode.REPOINT,
            service,
            Optional.empty(),
            KubernetesRoute.Gate.parse(settings.gateway()),
            drain);
    KubernetesTarget target = new KubernetesTarget(kind, workload.namespace(), workload.name());
    try (KubernetesWorkload resting =
        new KubernetesWorkload(
            target.toString(), target, route, new KubernetesConnection.Use(api, clock, () -> {}))) {
      resting.rest(new RestOrder(RestOrder.Cause.UNUSED));
    }
  }

  /** The one of its name, as the idler of old takes it; else the only one that leads to it. */
  private Optional<KubernetesService> service(KubernetesScalable workload)
      throws KubernetesException {
    String services = "/api/v1/namespaces/" + workload.namespace() + "/services";
    Optional<GenericKubernetesResource> named = api.find(services, workload.name());
    if (named.isPresent()) {
      return named.map(KubernetesService::new);
    }
    List<KubernetesService> leading =
        api.list(KubernetesApi.Query.of(services), GenericKubernetesResource.class).stream()
            .map(KubernetesService::new)
            .filter(service -> service.leadsTo(workload))
            .toList();
    return leading.size() == 1 ? Optional.of(leading.getFirst()) : Optional.empty();
  }
}
