package dev.ostler.fleet;

import java.util.Base64;

/** Tells whether a task is still the same one, by a keyed hash of all that it depends on. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(Task task, SecretHash hash) {
    StringBuilder text = new StringBuilder(task.family() + "\n" + task.goal() + "\n");
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
