package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.List;
import java.util.Locale;
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
    /**
     * An app.
     *
     * @param name what to call it: the host that was asked for, if its Ingress has a rule for that,
     *     else another that it has one for. What visitors make up is no name
     */
    record Found(String name, KubernetesTarget target, String service) implements Result {}

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
    return within(ingresses.all().getFirst(), host);
  }

  private static String name(Ingress ingress, String host) {
    return rule(ingress, host)
        .or(() -> rules(ingress).stream().filter(rule -> rule.getHost() != null).findFirst())
        .map(rule -> rule.getHost().toLowerCase(Locale.ROOT))
        .orElse(host);
  }

  /**
   * Objects of the likeliest label and value that any has.
   *
   * @param key what they have in common, for people
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
            return new Matches<>("label " + label + "=" + value, having);
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
        "found %d of kind %s with %s, expected one: %s"
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

  private Result within(Ingress ingress, String host) throws KubernetesException {
    String namespace = ingress.getMetadata().getNamespace();
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
      return missing("Deployment", "labelled for it in " + namespace);
    }
    Matches<Service> services =
        byLabel("/api/v1/namespaces/" + namespace + "/services", Service.class, host);
    if (services.all().isEmpty()) {
      return missing("Service", "labelled for it in " + namespace);
    }
    return services.all().size() > 1
        ? ambiguous("Service", services)
        : new Result.Found(
            name(ingress, host), target.get(), services.all().getFirst().getMetadata().getName());
  }

  private Matches<GenericKubernetesResource> workloads(
      KubernetesTarget.Kind kind, String namespace, String host) throws KubernetesException {
    try {
      return byLabel(kind.path(namespace), GenericKubernetesResource.class, host);
    } catch (KubernetesException e) {
      requireUnknown(kind, e);
      return new Matches<>("", List.of());
    }
  }

  /** The role of go-unidler knows Deployments alone. */
  private static void requireUnknown(KubernetesTarget.Kind kind, KubernetesException e)
      throws KubernetesException {
    if (!e.isDenied() || kind.equals(KubernetesTarget.Kind.DEPLOYMENT)) {
      throw e;
    }
  }

  private static Result.NotFound missing(String what, String where) {
    return new Result.NotFound(what + " for your app not found.", "found no " + what + " " + where);
  }

  /** By what the Ingress leads to, if nothing is labelled: Service and workload have one name. */
  private Result byRule(String host) throws KubernetesException {
    List<Ingress> leading =
        api.list(KubernetesApi.Query.of(INGRESSES), Ingress.class).stream()
            .filter(each -> rule(each, host).isPresent())
            .toList();
    if (leading.size() != 1) {
      return leading.isEmpty()
          ? missing("Ingress", "labelled for it and none with a rule for it")
          : ambiguous("Ingress", new Matches<>("a rule for " + host, leading));
    }
    String namespace = leading.getFirst().getMetadata().getNamespace();
    Optional<String> service = rule(leading.getFirst(), host).flatMap(KubernetesLookup::backend);
    if (service.isEmpty()) {
      return missing("Service", "behind the Ingress in " + namespace);
    }
    for (String word : KINDS) {
      KubernetesTarget.Kind kind = KubernetesTarget.Kind.parse(word);
      if (isThere(kind, namespace, service.get())) {
        return new Result.Found(
            host, new KubernetesTarget(kind, namespace, service.get()), service.get());
      }
    }
    return missing("Deployment", "named " + service.get() + " in " + namespace);
  }

  private boolean isThere(KubernetesTarget.Kind kind, String namespace, String name)
      throws KubernetesException {
    try {
      return api.find(kind.path(namespace), name).isPresent();
    } catch (KubernetesException e) {
      requireUnknown(kind, e);
      return false;
    }
  }

  private static Optional<IngressRule> rule(Ingress ingress, String host) {
    return rules(ingress).stream()
        .filter(rule -> host.equalsIgnoreCase(rule.getHost()))
        .findFirst();
  }

  private static List<IngressRule> rules(Ingress ingress) {
    return ingress.getSpec() == null ? List.of() : ingress.getSpec().getRules();
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
