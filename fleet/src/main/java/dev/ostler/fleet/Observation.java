package dev.ostler.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Looks at one host: one list, and into the containers that have something to compare in them. */
final class Observation {
  private final Fleet fleet;
  private final SecretHash hash;
  private final Recorded recorded;
  private final Scope scope;
  private final Depth depth;

  /** How much is looked at. */
  enum Depth {
    /** What the list shows. */
    LIST,
    /** Files, too, and variables whose hashes say nothing any more. */
    CONTENTS,
    /** Also what somebody may have changed by hand, which no list shows. */
    ALL
  }

  Observation(Fleet fleet, Recorded recorded, SecretHash hash, Scope scope) {
    this.fleet = fleet;
    this.recorded = recorded;
    this.hash = hash;
    this.scope = scope;
    depth = scope.depth();
  }

  HostView of(String host, HostEngine engine) throws InterruptedException {
    try {
      return Reconnection.ask(Patience.REAL, retry(host), () -> look(host, engine));
    } catch (IOException e) {
      return new HostView.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private Host.Retry retry(String host) {
    Host known = fleet.hosts().get(host);
    return known == null ? Host.Retry.USUAL : known.retry();
  }

  private HostView look(String host, HostEngine engine) throws IOException, InterruptedException {
    List<ContainerView> containers = engine.list();
    NavigableMap<String, Trace> unwanted = Leftovers.unwanted(fleet, host, recorded, scope);
    Map<String, Remnant> remnants = Map.of();
    if (!unwanted.isEmpty()) {
      // An image that is surely there, should the helper be made anew.
      String image =
          containers.isEmpty()
              ? unwanted.firstEntry().getValue().image()
              : containers.getFirst().imageId();
      remnants = new FilePlaces(engine, fleet.name()).remnants(image, unwanted, hash);
      containers = engine.list();
    }
    return new HostView.Observed(
        depth == Depth.LIST ? containers : new Look(host, engine).into(containers), remnants);
  }

  /** One host. */
  private final class Look {
    private final String host;
    private final HostEngine engine;
    private final FilePlaces places;
    private final Set<String> tied;

    Look(String host, HostEngine engine) {
      this.host = host;
      this.engine = engine;
      places = new FilePlaces(engine, fleet.name());
      tied = Sharing.keysOfTied(fleet.on(host));
    }

    List<ContainerView> into(List<ContainerView> containers)
        throws IOException, InterruptedException {
      Map<String, Workload> workloads = new TreeMap<>();
      for (ContainerView container : containers) {
        workloadOf(container).ifPresent(workload -> workloads.put(container.id(), workload));
      }
      Map<String, FileView> onHost = filesOfHost(containers, workloads);
      // The engine's own limit says how many questions go out at once.
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Map<String, Future<Optional<String>>> images = images(workloads.values(), threads);
        List<Future<ContainerView>> looks = new ArrayList<>();
        for (ContainerView container : containers) {
          Workload workload = workloads.get(container.id());
          looks.add(
              threads.submit(() ->
                  workload == null
                      ? container
                      : container.with(contents(container, workload, onHost, images))));
        }
        List<ContainerView> seen = new ArrayList<>();
        for (Future<ContainerView> look : looks) {
          seen.add(result(look));
        }
        return seen;
      }
    }

    /** What each name of an image stands for by now: asked once, however many have it. */
    private Map<String, Future<Optional<String>>> images(
        Collection<Workload> workloads, ExecutorService threads) {
      Map<String, Future<Optional<String>>> images = new HashMap<>();
      if (depth == Depth.ALL) {
        for (Workload workload : workloads) {
          images.computeIfAbsent(
              workload.spec().image(), image -> threads.submit(() -> engine.imageId(image)));
        }
      }
      return images;
    }

    private static <T> T result(Future<T> look) throws IOException, InterruptedException {
      try {
        return look.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error error) {
          throw error; // as where a test kills a run
        }
        throw new AssertionError("internal error: " + e.getCause(), e);
      }
    }

    /** The workload that a container may be the current one of. */
    private Optional<Workload> workloadOf(ContainerView container) {
      // What is kept for going back is not compared.
      if (Family.isKept(container.name())) {
        return Optional.empty();
      }
      return container.isOf(fleet.name())
          ? fleet.workload(container.workload())
          : recorded
              .note(host, container.id())
              .map(Recorded.Note::workload)
              .flatMap(fleet::workload);
    }

    /** The host's files of all workloads, read at once. */
    private Map<String, FileView> filesOfHost(
        List<ContainerView> containers, Map<String, Workload> workloads) throws IOException {
      for (ContainerView container : containers) {
        if (workloads.containsKey(container.id())) {
          // An image that is surely there, should the helper be made anew.
          return places.readHost(container.imageId(), workloads.values());
        }
      }
      return Map.of();
    }

    private ContainerView.Contents contents(
        ContainerView container,
        Workload workload,
        Map<String, FileView> onHost,
        Map<String, Future<Optional<String>>> images)
        throws IOException, InterruptedException {
      List<ManagedFile> files = workload.files();
      boolean byNumber = files.stream().allMatch(file -> file.owner().isNumeric());
      Map<String, FileView> seen = new HashMap<>(onHost);
      seen.putAll(places.readInside(container.id(), workload));
      boolean wantsSpec = depth == Depth.ALL || needsEnvironment(container);
      boolean wantsBonds = tied.contains(workload.key());
      Optional<HostEngine.Inspected> inspected =
          wantsSpec || wantsBonds ? Optional.of(engine.inspect(container.id())) : Optional.empty();
      Future<Optional<String>> image = images.get(workload.spec().image());
      return new ContainerView.Contents(
          seen,
          byNumber ? Accounts.NONE : accounts(engine, container.id()),
          inspected.filter(_ -> wantsSpec).map(HostEngine.Inspected::spec),
          image == null ? Optional.empty() : result(image),
          inspected.filter(_ -> wantsBonds).map(Look::bonds));
    }

    private static ContainerView.Bonds bonds(HostEngine.Inspected inspected) {
      return new ContainerView.Bonds(Sharing.modes(inspected.spec()), inspected.status().started());
    }

    /** Hashes made with a key that was lost can be compared with nothing but the secrets. */
    private boolean needsEnvironment(ContainerView container) {
      Collection<String> values =
          recorded
              .note(host, container.id())
              .flatMap(Recorded.Note::spec)
              .orElseGet(() -> SpecFields.ofLabel(container.labels().getOrDefault(Labels.SPEC, "")))
              .values()
              .values();
      return values.stream().anyMatch(hash::isOfOtherKey);
    }
  }

  static Accounts accounts(HostEngine engine, String container) throws IOException {
    Map<String, FileView> files =
        new HashMap<>(engine.read(container, List.of(Accounts.USERS, Accounts.GROUPS)));
    return Accounts.parse(text(files.get(Accounts.USERS)), text(files.get(Accounts.GROUPS)));
  }

  private static String text(@Nullable FileView file) {
    return file == null ? "" : new String(file.content().bytes(), StandardCharsets.UTF_8);
  }
}
