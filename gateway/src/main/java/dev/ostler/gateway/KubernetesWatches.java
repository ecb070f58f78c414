package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The Service is not watched: who may not watch it is not told so, and whoever points it elsewhere
 * changes the workload as well.
 *
 * Who may not watch what he may list is told late what has changed, which whoever gave him his role
 * should know.
 */
/**
 * Watches a workload always; its pods and where its Service leads only while it has replicas; and
 * events, which are those of its whole namespace, only while it has some that nobody can use yet.
 * For use by one thread.
 */
final class KubernetesWatches implements AutoCloseable {
  private final KubernetesApi api;
  private final KubernetesTarget target;
  private final KubernetesLook look;
  private final Consumer<String> remarks;
  private Runnable changed = () -> {};
  private @Nullable KubernetesSource<GenericKubernetesResource> workloads;
  private @Nullable Details details;
  private @Nullable KubernetesSource<Event> events;
  private String version = "";

  /** What is of interest while there are replicas. */
  private record Details(
      Optional<KubernetesSource<EndpointSlice>> slices, Optional<KubernetesSource<Pod>> pods) {
    boolean isThere() {
      return slices.filter(each -> !isSettled(each)).isEmpty()
          && pods.filter(each -> !isSettled(each)).isEmpty();
    }

    boolean isUnwatched() {
      return slices.filter(KubernetesSource::isUnwatched).isPresent()
          || pods.filter(KubernetesSource::isUnwatched).isPresent();
    }

    void close() {
      slices.ifPresent(KubernetesSource::close);
      pods.ifPresent(KubernetesSource::close);
    }
  }

  /**
   * Of a workload, none yet.
   *
   * @param remarks told what whoever runs the gateway should know, once by each connection
   */
  KubernetesWatches(
      KubernetesApi api, KubernetesTarget target, KubernetesLook look, Consumer<String> remarks) {
    this.api = api;
    this.target = target;
    this.look = look;
    this.remarks = remarks;
  }

  private static boolean isSettled(KubernetesSource<?> source) {
    return source.isThere() || source.isDenied();
  }

  /** Begins; a second call begins anew. */
  void open(Runnable whenChanged) {
    close();
    changed = whenChanged;
    KubernetesApi.Query query =
        KubernetesApi.Query.named(target.kind().path(target.namespace()), target.name());
    workloads =
        new KubernetesSource<>(
            workload(),
            () -> {
              var all = api.list(query, GenericKubernetesResource.class);
              remarkOn(query);
              return Optional.of(all);
            },
            changed);
  }

  /** Once it has been listed, for only of an API server that answers there is something to say. */
  private void remarkOn(KubernetesApi.Query unwatched) {
    if (api.mayNotWatch(unwatched)) {
      remarks.accept(
          "may not watch %s, and lists them now and then instead; add the verb watch to what the role of the gateway allows there"
              .formatted(unwatched.path()));
    }
  }

  private SharedIndexInformer<GenericKubernetesResource> workload() {
    KubernetesTarget.Kind kind = target.kind();
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
        .withField("metadata.name", target.name())
        .runnableInformer(0);
  }

  private KubernetesClient client() {
    return api.client();
  }

  /** Whether what there is has been told. */
  boolean isThere() {
    return workloads != null
        && workloads.isThere()
        && (details == null || details.isThere())
        && (events == null || isSettled(events));
  }

  /** Why it is not told and never will be; empty if it may be. */
  boolean isDenied() {
    return workloads != null && workloads.isDenied();
  }

  /** Whether something has to be asked for, for nobody tells when it changes. */
  boolean isUnwatched() {
    return (workloads != null && workloads.isUnwatched())
        || (details != null && details.isUnwatched());
  }

  /** The version of the workload that was seen last; empty if none was. */
  String version() {
    return version;
  }

  KubernetesSeen seen() throws KubernetesException {
    List<GenericKubernetesResource> all =
        workloads == null ? List.of() : workloads.permitted().orElse(List.of());
    version = all.isEmpty() ? "" : all.getFirst().getMetadata().getResourceVersion();
    if (all.isEmpty()) {
      follow(Optional.empty());
      return new KubernetesSeen(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
    KubernetesScalable workload = look.scalable(all.getFirst());
    boolean scaled = workload.replicas() > 0;
    follow(scaled ? Optional.of(workload) : Optional.empty());
    Details known = details;
    KubernetesSeen seen =
        new KubernetesSeen(
            Optional.of(workload),
            scaled ? look.service() : Optional.empty(),
            permitted(known == null ? Optional.empty() : known.slices()),
            permitted(known == null ? Optional.empty() : known.pods()),
            List.of());
    followEvents(scaled && (!seen.isAvailable() || !workload.isCurrent()));
    return events == null
        ? seen
        : seen.withEvents(look.about(workload, events.permitted().orElse(List.of())));
  }

  private static <T extends HasMetadata> Optional<List<T>> permitted(
      Optional<KubernetesSource<T>> source) throws KubernetesException {
    return source.isPresent() ? source.get().permitted() : Optional.empty();
  }

  private void followEvents(boolean wanted) {
    if (!wanted) {
      closeEvents();
    } else if (events == null) {
      events = selected(Event.class, look.eventsQuery());
    }
  }

  private void closeEvents() {
    if (events != null) {
      events.close();
      events = null;
    }
  }

  private void follow(Optional<KubernetesScalable> scaled) {
    if (scaled.isEmpty()) {
      closeDetails();
    } else if (details == null) {
      details =
          new Details(
              look.slicesQuery().map(query -> selected(EndpointSlice.class, query)),
              look.podsQuery(scaled.get()).map(query -> selected(Pod.class, query)));
    }
  }

  private <T extends HasMetadata> KubernetesSource<T> selected(
      Class<T> kind, KubernetesApi.Query query) {
    var all = client().resources(kind).inNamespace(target.namespace());
    return new KubernetesSource<>(
        query.labels().isPresent()
            ? all.withLabelSelector(query.labels().get()).runnableInformer(0)
            : all.runnableInformer(0),
        () -> {
          Optional<List<T>> permitted = look.permitted(query, kind);
          remarkOn(query);
          return permitted;
        },
        changed);
  }

  private void closeDetails() {
    closeEvents();
    if (details != null) {
      details.close();
      details = null;
    }
  }

  /** Looks anew at all but the workload itself. */
  void renewDetails() {
    closeDetails();
  }

  @Override
  public void close() {
    if (workloads != null) {
      workloads.close();
      workloads = null;
    }
    closeDetails();
  }
}
