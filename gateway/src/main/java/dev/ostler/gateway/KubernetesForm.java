package dev.ostler.gateway;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Required;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A workload of a cluster, as the file of the gateway writes it. */
@Description(
    "Something that has replicas in a Kubernetes cluster: the one in which the gateway runs, else"
        + " that of KUBECONFIG or $HOME/.kube/config")
record KubernetesForm(
    @Default("default") @Description("Its namespace") String namespace,
    @Required
        @Description(
            "KIND/NAME, such as deployment/shop or statefulset/db; other kinds as"
                + " PLURAL.VERSION.GROUP/NAME")
        String workload,
    @Description("Its Service; required with repoint, and where no port is given")
        Optional<String> service,
    @Range(min = 0, max = 65535)
        @Default("0")
        @Description("The port of its Service, or of its pods if it has none; 0 for the first")
        int port,
    @Default("proxy")
        @Description(
            "Who takes requests there: the gateway (proxy), or the cluster, with the Service"
                + " pointed at the gateway only while it rests (repoint)")
        KubernetesRoute.Mode route,
    @Default("gateway.ostler.svc.cluster.local:80")
        @Description("The gateway's own Service, to which Services are pointed")
        ListenAddress gateway,
    @Default("10s") @Description("How long whoever routes has to notice that, before the pods end")
        Duration drain,
    @Default("heed")
        @Description(
            "If KEDA, or a tool that applies manifests, would undo a rest: it does not rest by"
                + " itself (heed), or it does (ignore)")
        Owners owners) {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  /** What is done about those who would undo a rest. */
  enum Owners {
    /** It stays awake. */
    HEED,
    /** They do not matter. */
    IGNORE
  }

  KubernetesForm {
    KubernetesTarget.parse(namespace, workload);
    new KubernetesRoute.Gate(gateway.host(), gateway.port());
    if (route == KubernetesRoute.Mode.REPOINT && service.isEmpty()) {
      throw new IllegalArgumentException(
          "found the route repoint without a service, expected one to be pointed at the gateway");
    }
    if (service.isEmpty() && port == 0) {
      throw new IllegalArgumentException(
          "found neither a service nor a port, expected one of them to send requests to");
    }
  }

  /** Whether requests reach it without the gateway while it runs. */
  boolean isRepointed() {
    return route == KubernetesRoute.Mode.REPOINT;
  }

  /** Nothing is sent to the cluster yet; the caller closes it. */
  Workload open(String name, Optional<GatewayFile.Cpu> cpu, Consumer<String> log) {
    try {
      return new KubernetesWorkload(
              name, KubernetesTarget.parse(namespace, workload), toRoute(), KubernetesShare.join())
          .restrainedBy(restraint(cpu))
          .remarkingTo(log);
    } catch (IOException e) {
      return new WorkloadOutOfReach(name, String.valueOf(e.getMessage()));
    }
  }

  KubernetesRestraint.Rule restraint(Optional<GatewayFile.Cpu> cpu) {
    return new KubernetesRestraint.Rule(
        cpu.map(GatewayFile.Cpu::rule), owners == Owners.HEED, LOOK_EVERY);
  }

  private KubernetesRoute toRoute() {
    return new KubernetesRoute(
        route,
        service,
        port == 0 ? Optional.empty() : Optional.of(port),
        new KubernetesRoute.Gate(gateway.host(), gateway.port()),
        drain);
  }
}
