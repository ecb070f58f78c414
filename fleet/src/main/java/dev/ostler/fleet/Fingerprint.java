package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.util.Base64;

/** Tells whether a task is still the same one, by a keyed hash of all that it depends on. */
final class Fingerprint {
  private Fingerprint() {}

  /** One that ends again and again is now in the one state, now in the other. */
  private static Family settled(Family family) {
    Family settled = family;
    for (Member member : family.members()) {
      if (member.state() == ContainerState.RESTARTING) {
        settled = settled.with(member.in(ContainerState.RUNNING));
      }
    }
    return settled;
  }

  static String of(Task task, SecretHash hash) {
    Family family = settled(task.family());
    StringBuilder text = new StringBuilder(family + "\n" + task.goal() + "\n");
    task.desired()
        .ifPresent(workload -> {
          text.append(workload.name()).append('\n').append(workload.rollout()).append('\n');
          for (ManagedFile file : workload.files()) {
            String content = Base64.getEncoder().encodeToString(file.content().bytes());
            text.append(file).append(' ').append(hash.of(content)).append('\n');
          }
        });
    return hash.of(text.toString());
  }
}
