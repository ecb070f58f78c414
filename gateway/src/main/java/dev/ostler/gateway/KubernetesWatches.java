package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches a workload and what tells of it: its Service always, its pods, their events and where its
 * Service leads only while it has replicas. For use by one thread.
 */
final class KubernetesWatches implements AutoCloseable {
  private static final KubernetesTarget.Kind SERVICE =
      new KubernetesTarget.Kind("", "v1", "services", false);

  private final KubernetesApi api;
  private final KubernetesTarget target;
  private final KubernetesLook look;
  private Runnable changed = () -> {};
  private @Nullable KubernetesSource<GenericKubernetesResource> workloads;
  private @Nullable KubernetesSource<GenericKubernetesResource> services;
  private @Nullable Details details;

  /** What is of interest while there are replicas. */
  private record Details(
      Optional<KubernetesSource<EndpointSlice>> slices,
      Optional<KubernetesSource<Pod>> pods,
      KubernetesSource<Event> events) {
    boolean isThere() {
      return slices.filter(each -> !isSettled(each)).isEmpty()
          && pods.filter(each -> !isSettled(each)).isEmpty()
          && isSettled(events);
    }

    void close() {
      slices.ifPresent(KubernetesSource::close);
      pods.ifPresent(KubernetesSource::close);
      events.close();
    }
  }

  KubernetesWatches(KubernetesApi api, KubernetesTarget target, KubernetesLook look) {
    this.api = api;
    this.target = target;
    this.look = look;
  }

  private static boolean isSettled(KubernetesSource<?> source) {
    return source.isThere() || source.isDenied();
  }

  /** Begins; a second call begins anew. */
  void open(Runnable whenChanged) {
    close();
    changed = whenChanged;
    workloads = watch(named(target.kind(), target.name()));
    look.serviceName().ifPresent(name -> services = watch(named(SERVICE, name)));
  }

  private <T extends HasMetadata> KubernetesSource<T> watch(SharedIndexInformer<T> informer) {
    return new KubernetesSource<>(informer, changed);
  }

  private SharedIndexInformer<GenericKubernetesResource> named(
      KubernetesTarget.Kind kind, String name) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group().isEmpty() ? null : kind.group())
            .withVersion(kind.version())
            .withPlural(kind.plural())
            .withNamespaced(true)
            .build();
    return client()
        .genericKubernetesResources(context)
        .inNamespace(target.namespace())
        .withField("metadata.name", name)
        .runnableInformer(0);
  }

  private KubernetesClient client() {
    return api.client();
  }

  /** Whether what there is has been told. */
  boolean isThere() {
    return workloads != null
        && workloads.isThere()
        && (services == null || isSettled(services))
        && (details == null || details.isThere());
  }

  /** Why it is not told and never will be; empty if it may be. */
  boolean isDenied() {
    return workloads != null && workloads.isDenied();
  }

  /** The version of the workload that was told last; empty if none was. */
  String version() {
    List<GenericKubernetesResource> all = workloads == null ? List.of() : workloads.all();
    return all.isEmpty() ? "" : all.getFirst().getMetadata().getResourceVersion();
  }

  KubernetesSeen seen() throws KubernetesException {
    List<GenericKubernetesResource> all = workloads == null ? List.of() : workloads.all();
    if (all.isEmpty()) {
      follow(Optional.empty());
      return new KubernetesSeen(
          Optional.empty(), service(false), Optional.empty(), Optional.empty(), List.of());
    }
    KubernetesScalable workload = look.scalable(all.getFirst());
    boolean scaled = workload.replicas() > 0;
    follow(scaled ? Optional.of(workload) : Optional.empty());
    Details known = details;
    return new KubernetesSeen(
        Optional.of(workload),
        service(scaled),
        known == null ? Optional.empty() : known.slices().flatMap(KubernetesSource::permitted),
        known == null ? Optional.empty() : known.pods().flatMap(KubernetesSource::permitted),
        known == null ? List.of() : look.about(workload, known.events().all()));
  }

  /** The original role of go-unidler may list Services and not watch them. */
  private Optional<KubernetesService> service(boolean scaled) throws KubernetesException {
    if (services == null) {
      return Optional.empty();
    }
    if (services.isDenied()) {
      return scaled ? look.service() : Optional.empty();
    }
    return services.all().stream().findFirst().map(KubernetesService::new);
  }

  private void follow(Optional<KubernetesScalable> scaled) {
    if (scaled.isEmpty()) {
      closeDetails();
    } else if (details == null) {
      details =
          new Details(
              look.slicesQuery().map(query -> selected(EndpointSlice.class, query)),
              look.podsQuery(scaled.get()).map(query -> selected(Pod.class, query)),
              selected(Event.class, look.eventsQuery()));
    }
  }

  private <T extends HasMetadata> KubernetesSource<T> selected(
      Class<T> kind, KubernetesApi.Query query) {
    var all = client().resources(kind).inNamespace(target.namespace());
    return watch(
        query.labels().isPresent()
            ? all.withLabelSelector(query.labels().get()).runnableInformer(0)
            : all.runnableInformer(0));
  }

  private void closeDetails() {
    if (details != null) {
      details.close();
      details = null;
    }
  }

  @Override
  public void close() {
    List<KubernetesSource<?>> open = new ArrayList<>();
    if (workloads != null) {
      open.add(workloads);
    }
    if (services != null) {
      open.add(services);
    }
    open.forEach(KubernetesSource::close);
    workloads = null;
    services = null;
    closeDetails();
  }
}
