package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Optional;

/** One look at a workload and all that tells of it, asked of the API server at once. */
final class KubernetesLook {
  private final KubernetesApi api;
  private final KubernetesTarget target;
  private final KubernetesRoute route;

  KubernetesLook(KubernetesApi api, KubernetesTarget target, KubernetesRoute route) {
    this.api = api;
    this.target = target;
    this.route = route;
  }

  /** What has to be known to do something with it. */
  KubernetesSeen essentials() throws KubernetesException {
    // It is changed on the word of the workload, which must not be the older.
    Optional<KubernetesService> service = service();
    return new KubernetesSeen(workload(), service, Optional.empty(), Optional.empty(), List.of());
  }

  /** All that is told of it, as far as we may know. */
  KubernetesSeen all() throws KubernetesException {
    Optional<KubernetesScalable> workload = workload();
    Optional<KubernetesService> service = service();
    if (workload.isEmpty() || workload.get().replicas() == 0) {
      return new KubernetesSeen(workload, service, Optional.empty(), Optional.empty(), List.of());
    }
    return new KubernetesSeen(
        workload, service, slices(), pods(workload.get()), events(workload.get()));
  }

  Optional<KubernetesScalable> workload() throws KubernetesException {
    Optional<GenericKubernetesResource> found =
        api.find(target.kind().path(target.namespace()), target.name());
    return found.isEmpty() ? Optional.empty() : Optional.of(scalable(found.get()));
  }

  /** With its scale, which is asked for if only that knows its replicas. */
  KubernetesScalable scalable(GenericKubernetesResource object) throws KubernetesException {
    return new KubernetesScalable(
        object,
        target.kind().plain() ? Optional.empty() : Optional.of(api.get(target.path() + "/scale")));
  }

  Optional<KubernetesService> service() throws KubernetesException {
    if (route.service().isEmpty()) {
      return Optional.empty();
    }
    return api.find(services(target), route.service().get()).map(KubernetesService::new);
  }

  static String services(KubernetesTarget target) {
    return "/api/v1/namespaces/" + target.namespace() + "/services";
  }

  /** Empty if we may not see them, or if there is no Service whose they could be. */
  Optional<List<EndpointSlice>> slices() throws KubernetesException {
    Optional<KubernetesApi.Query> query = slicesQuery();
    return query.isEmpty() ? Optional.empty() : permitted(query.get(), EndpointSlice.class);
  }

  Optional<KubernetesApi.Query> slicesQuery() {
    return route
        .service()
        .map(name ->
            KubernetesApi.Query.labelled(
                "/apis/discovery.k8s.io/v1/namespaces/" + target.namespace() + "/endpointslices",
                "kubernetes.io/service-name=" + name));
  }

  /** Empty if we may not see them. */
  Optional<List<Pod>> pods(KubernetesScalable workload) throws KubernetesException {
    Optional<KubernetesApi.Query> query = podsQuery(workload);
    return query.isEmpty() ? Optional.empty() : permitted(query.get(), Pod.class);
  }

  Optional<KubernetesApi.Query> podsQuery(KubernetesScalable workload) {
    return workload
        .selector()
        .map(selector ->
            KubernetesApi.Query.labelled(
                "/api/v1/namespaces/" + target.namespace() + "/pods", selector));
  }

  /** None if we may not see them. */
  List<Event> events(KubernetesScalable workload) throws KubernetesException {
    return about(workload, permitted(eventsQuery(), Event.class).orElse(List.of()));
  }

  KubernetesApi.Query eventsQuery() {
    return KubernetesApi.Query.of("/api/v1/namespaces/" + target.namespace() + "/events");
  }

  /** Those of the workload and of all that is made for it, which is named after it. */
  List<Event> about(KubernetesScalable workload, List<Event> all) {
    return all.stream()
        .filter(event -> event.getInvolvedObject() != null)
        .filter(event -> {
          String name = String.valueOf(event.getInvolvedObject().getName());
          return name.equals(workload.name()) || name.startsWith(workload.name() + "-");
        })
        .toList();
  }

  /** Those that there are; empty if we may not see them. */
  <T extends KubernetesResource> Optional<List<T>> permitted(
      KubernetesApi.Query query, Class<T> kind) throws KubernetesException {
    try {
      return Optional.of(api.list(query, kind));
    } catch (KubernetesException e) {
      if (e.isDenied() || e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
