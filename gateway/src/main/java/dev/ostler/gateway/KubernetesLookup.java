package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the app that a host belongs to, by what its objects are labelled with. */
final class KubernetesLookup {
  private static final String INGRESSES = "/apis/networking.k8s.io/v1/ingresses";
  private static final List<String> KINDS = List.of("deployment", "statefulset");

  private final KubernetesApi api;
  private final KubernetesKeys keys;

  KubernetesLookup(KubernetesApi api, KubernetesKeys keys) {
    this.api = api;
    this.keys = keys;
  }

  /** What a host led to. */
  sealed interface Result {
    /** An app. */
    record Found(KubernetesTarget target, String service) implements Result {}

    /**
     * None, or none that is the only one.
     *
     * @param sentence for visitors
     * @param why for whoever looks after the gateway
     */
    record NotFound(String sentence, String why) implements Result {}
  }

  Result find(String host) throws KubernetesException {
    Matches<Ingress> ingresses = byLabel(INGRESSES, Ingress.class, host);
    if (ingresses.all().isEmpty()) {
      return byRule(host);
    }
    if (ingresses.all().size() > 1) {
      return ambiguous("Ingress", ingresses);
    }
    String namespace = ingresses.all().getFirst().getMetadata().getNamespace();
    return within(namespace, host);
  }

  /**
   * Objects of the likeliest label and value that any has.
   *
   * @param key what they are labelled with
   */
  private record Matches<T>(String key, List<T> all) {}

  private <T extends KubernetesResource & HasMetadata> Matches<T> byLabel(
      String path, Class<T> kind, String host) throws KubernetesException {
    for (String label : keys.labels()) {
      List<String> values = keys.values(label, host);
      if (!values.isEmpty()) {
        List<T> all =
            api.list(
                KubernetesApi.Query.labelled(
                    path, label + " in (" + String.join(",", values) + ")"),
                kind);
        for (String value : values) {
          List<T> having = all.stream().filter(each -> value.equals(label(each, label))).toList();
          if (!having.isEmpty()) {
            return new Matches<>(label + "=" + value, having);
          }
        }
      }
    }
    return new Matches<>("", List.of());
  }

  private static String label(HasMetadata object, String name) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String value = labels == null ? null : labels.get(name);
    return value == null ? "" : value;
  }

  private static Result.NotFound ambiguous(String what, Matches<? extends HasMetadata> found) {
    return new Result.NotFound(
        what + " for your app not found.",
        "found %d of kind %s with label %s, expected one: %s"
            .formatted(
                found.all().size(),
                what,
                found.key(),
                String.join(
                    ", ",
                    found.all().stream()
                        .map(each ->
                            each.getMetadata().getNamespace() + "/" + each.getMetadata().getName())
                        .toList())));
  }

  private Result within(String namespace, String host) throws KubernetesException {
    Optional<KubernetesTarget> target = Optional.empty();
    for (String word : KINDS) {
      KubernetesTarget.Kind kind = KubernetesTarget.Kind.parse(word);
      Matches<GenericKubernetesResource> found = workloads(kind, namespace, host);
      if (found.all().size() > 1) {
        return ambiguous("Deployment", found);
      }
      if (target.isEmpty() && !found.all().isEmpty()) {
        String name = found.all().getFirst().getMetadata().getName();
        target = Optional.of(new KubernetesTarget(kind, namespace, name));
        break;
      }
    }
    if (target.isEmpty()) {
      return missing("Deployment", "in " + namespace);
    }
    Matches<Service> services =
        byLabel("/api/v1/namespaces/" + namespace + "/services", Service.class, host);
    if (services.all().isEmpty()) {
      return missing("Service", "in " + namespace);
    }
    return services.all().size() > 1
        ? ambiguous("Service", services)
        : new Result.Found(target.get(), services.all().getFirst().getMetadata().getName());
  }

  /** The role of go-unidler knows Deployments alone. */
  private Matches<GenericKubernetesResource> workloads(
      KubernetesTarget.Kind kind, String namespace, String host) throws KubernetesException {
    try {
      return byLabel(kind.path(namespace), GenericKubernetesResource.class, host);
    } catch (KubernetesException e) {
      if (e.isDenied() && !kind.equals(KubernetesTarget.Kind.DEPLOYMENT)) {
        return new Matches<>("", List.of());
      }
      throw e;
    }
  }

  private static Result.NotFound missing(String what, String where) {
    return new Result.NotFound(
        what + " for your app not found.", "found no " + what + " labelled for it " + where);
  }

  /** By what the Ingress leads to, if nothing is labelled: Service and workload have one name. */
  private Result byRule(String host) throws KubernetesException {
    List<Ingress> leading =
        api.list(KubernetesApi.Query.of(INGRESSES), Ingress.class).stream()
            .filter(each -> rule(each, host).isPresent())
            .toList();
    if (leading.size() != 1) {
      return leading.isEmpty()
          ? missing("Ingress", "and none with a rule for it")
          : ambiguous("Ingress", new Matches<>("rule " + host, leading));
    }
    String namespace = leading.getFirst().getMetadata().getNamespace();
    Optional<String> service = rule(leading.getFirst(), host).flatMap(KubernetesLookup::backend);
    if (service.isEmpty()) {
      return missing("Service", "behind the Ingress in " + namespace);
    }
    for (String word : KINDS) {
      KubernetesTarget.Kind kind = KubernetesTarget.Kind.parse(word);
      if (api.find(kind.path(namespace), service.get()).isPresent()) {
        return new Result.Found(
            new KubernetesTarget(kind, namespace, service.get()), service.get());
      }
    }
    return missing("Deployment", "named " + service.get() + " in " + namespace);
  }

  private static Optional<IngressRule> rule(Ingress ingress, String host) {
    return ingress.getSpec() == null
        ? Optional.empty()
        : ingress.getSpec().getRules().stream()
            .filter(rule -> host.equalsIgnoreCase(rule.getHost()))
            .findFirst();
  }

  private static Optional<String> backend(IngressRule rule) {
    return rule.getHttp() == null
        ? Optional.empty()
        : rule.getHttp().getPaths().stream()
            .map(path -> path.getBackend().getService())
            .filter(service -> service != null)
            .map(service -> service.getName())
            .findFirst();
  }
}
