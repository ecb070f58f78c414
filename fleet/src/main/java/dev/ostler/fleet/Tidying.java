package dev.ostler.fleet;

import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Removes what nobody on a host needs any more after containers have gone. */
final class Tidying {
  private final Fleet fleet;
  private final HostEngine engine;

  Tidying(Fleet fleet, HostEngine engine) {
    this.fleet = fleet;
    this.engine = engine;
  }

  void after(Scope scope, List<Task> tasks) throws IOException {
    boolean helps = scope.aim() != Operator.Aim.DESTROY && hasFilesOnHosts();
    if (!helps && (scope.aim() == Operator.Aim.DESTROY || scope.prunesFiles())) {
      engine.removeHelper(fleet.name());
    }
    switch (scope.aim()) {
      case PRUNE -> {
        for (String image : unused(tasks)) {
          engine.removeImage(image);
        }
      }
      case APPLY, DESTROY, ROLL_BACK, START, STOP, PAUSE -> {
        // Everything may be needed for going back.
      }
    }
  }

  /** Images of containers that were ours, and that no container is made from any more. */
  private NavigableSet<String> unused(List<Task> tasks) throws IOException {
    NavigableSet<String> images = new TreeSet<>();
    for (Task task : tasks) {
      for (Member member : task.family().members()) {
        images.add(member.spec().values().getOrDefault("image", ""));
      }
    }
    images.remove("");
    engine.list().forEach(container -> images.remove(SpecFields.withTag(container.image())));
    return images;
  }

  private boolean hasFilesOnHosts() {
    return fleet.workloads().values().stream()
        .flatMap(workload -> workload.files().stream())
        .anyMatch(file -> file.place() == ManagedFile.Place.HOST);
  }
}
