package dev.ostler.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which images of a host go: those that containers of the fleet were made from which have
 * been removed or go now, unless any container that stays is made from them, whoever's it is.
 */
final class SpentImages {
  private final String host;
  private final List<Recorded.Spent> before;
  private final Scope scope;

  SpentImages(String host, List<Recorded.Spent> before, Scope scope) {
    this.host = host;
    this.before = before;
    this.scope = scope;
  }

  /**
   * The images, each once.
   *
   * @param containers all of the host, as they are
   * @param tasks what becomes of the fleet's
   * @param leftovers what else goes
   */
  List<Leftover> of(
      List<ContainerView> containers, List<Task> tasks, Collection<Leftover> leftovers) {
    List<Recorded.Spent> spent = new ArrayList<>(before);
    Set<String> usedIds = new HashSet<>();
    Set<String> usedNames = new HashSet<>();
    Map<String, String> going = going(tasks);
    for (ContainerView container : containers) {
      HostEngine.Image image =
          new HostEngine.Image(SpecFields.withTag(container.image()), container.imageId());
      String workload = going.get(container.id());
      if (workload != null) {
        spent.add(new Recorded.Spent(workload, image));
      } else if (!isHelperThatGoes(container, leftovers)) {
        usedIds.add(image.id());
        usedNames.add(image.name());
      }
    }
    return spent.stream()
        .filter(one -> scope.includes(host, one.workload()) && !usedIds.contains(one.image().id()))
        .map(one ->
            leftover(
                one.workload(),
                usedNames.contains(one.image().name()) ? one.image().id() : one.image().name()))
        .distinct()
        .toList();
  }

  /** Containers that go, each with the key of its workload. */
  private Map<String, String> going(List<Task> tasks) {
    Map<String, String> going = new HashMap<>();
    for (Task task : tasks) {
      if (scope.includes(host, task.workload())) {
        task.family().members().forEach(member -> going.put(member.id(), task.workload()));
        Simulation.end(task.family(), task.goal())
            .members()
            .forEach(member -> going.remove(member.id()));
      }
    }
    return going;
  }

  private boolean isHelperThatGoes(ContainerView container, Collection<Leftover> leftovers) {
    return leftovers.stream()
        .anyMatch(one ->
            one.kind() == Leftover.Kind.HELPER
                && one.host().equals(host)
                && one.path().equals(container.name()));
  }

  private Leftover leftover(String workload, String image) {
    return new Leftover(
        host,
        workload,
        image,
        Leftover.Kind.IMAGE,
        Leftover.Fate.REMOVE,
        "no container here is made from it any more");
  }
}
