package dev.ostler.fleet;

import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Removes images that nobody on a host needs any more after containers have been pruned. */
final class Tidying {
  private final HostEngine engine;

  Tidying(HostEngine engine) {
    this.engine = engine;
  }

  void after(List<Task> tasks) throws IOException {
    for (String image : unused(tasks)) {
      engine.removeImage(image);
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
}
