package dev.ostler.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at one host: one list, and into the containers that have files or secrets to compare. */
final class Observation {
  private final Fleet fleet;
  private final SecretHash hash;
  private final Recorded recorded;

  Observation(Fleet fleet, Recorded recorded, SecretHash hash) {
    this.fleet = fleet;
    this.recorded = recorded;
    this.hash = hash;
  }

  HostView of(String host, HostEngine engine) {
    try {
      List<ContainerView> seen = new ArrayList<>();
      for (ContainerView container : engine.list()) {
        seen.add(container.with(contents(host, container, engine)));
      }
      return new HostView.Observed(seen);
    } catch (IOException e) {
      return new HostView.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private ContainerView.Contents contents(String host, ContainerView container, HostEngine engine)
      throws IOException {
    Optional<Workload> workload =
        container.isOf(fleet.name())
            ? fleet.workload(container.workload())
            : recorded
                .note(host, container.id())
                .map(Recorded.Note::workload)
                .flatMap(fleet::workload);
    // What is kept for going back is not compared.
    if (workload.isEmpty() || container.name().matches(".*\\.ostler-[0-9]+")) {
      return ContainerView.Contents.UNSEEN;
    }
    List<ManagedFile> files = workload.get().files();
    Map<String, FileView> views =
        files.isEmpty()
            ? Map.of()
            : engine.read(container.id(), files.stream().map(ManagedFile::path).toList());
    boolean byNumber = files.stream().allMatch(file -> file.owner().isNumeric());
    return new ContainerView.Contents(
        views,
        byNumber ? Accounts.NONE : accounts(engine, container.id()),
        needsEnvironment(host, container)
            ? Optional.of(engine.environment(container.id()))
            : Optional.empty());
  }

  /** Hashes made with a key that was lost can be compared with nothing but the secrets. */
  private boolean needsEnvironment(String host, ContainerView container) {
    Collection<String> values =
        recorded
            .note(host, container.id())
            .flatMap(Recorded.Note::spec)
            .orElseGet(() -> SpecFields.ofLabel(container.labels().getOrDefault(Labels.SPEC, "")))
            .values()
            .values();
    return values.stream().anyMatch(hash::isOfOtherKey);
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
