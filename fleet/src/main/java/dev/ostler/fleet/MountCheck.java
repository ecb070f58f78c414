package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds in the mounts of a container what every engine refuses, before any is asked. */
final class MountCheck {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

  private final ValuePath container;
  private final Problems problems;
  private final Set<String> targets = new HashSet<>();

  MountCheck(ValuePath container, Problems problems) {
    this.container = container;
    this.problems = problems;
  }

  void check(ContainerForm form) {
    mounts(form.mounts());
    volumes(form.volumes());
    for (String target : form.tmpfs().keySet()) {
      target(container.key("tmpfs").key(target), target);
    }
  }

  private void mounts(List<ContainerForm.MountForm> mounts) {
    for (int i = 0; i < mounts.size(); i++) {
      ContainerForm.MountForm mount = mounts.get(i);
      ValuePath path = container.key("mounts").item(i);
      if (!mount.source().startsWith("/")) {
        problems.add(
            path.key("source"),
            "found the source '"
                + mount.source()
                + "', expected an absolute path on the host; 'files' brings files of this machine"
                + " along, and 'volumes' has volumes by name");
      }
      once(path.key("target"), mount.target());
      String propagation = mount.propagation().orElse("private");
      if (!PROPAGATIONS.contains(propagation)) {
        problems.add(
            path.key("propagation"),
            "found '"
                + propagation
                + "', expected private, rprivate, shared, rshared, slave or rslave");
      }
    }
  }

  private void volumes(List<ComposeText.VolumeForm> volumes) {
    for (int i = 0; i < volumes.size(); i++) {
      ComposeText.VolumeForm volume = volumes.get(i);
      ValuePath path = container.key("volumes").item(i);
      if (!isVolumeOrAbsolute(volume.source())) {
        problems.add(
            path,
            "found the source '"
                + volume.source()
                + "', expected an absolute path on the host, or the name of a volume in letters,"
                + " digits, '_', '.' and '-'; 'files' brings files of this machine along");
      }
      once(path, volume.target());
    }
  }

  /** An empty name is a volume without one. */
  private static boolean isVolumeOrAbsolute(String source) {
    return source.isEmpty()
        || source.startsWith("/")
        || source.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  }

  private void once(ValuePath path, String target) {
    target(path, target);
    if (!targets.add(target.replaceAll("/+$", ""))) {
      problems.add(path, "found the target '" + target + "' a second time, expected it once");
    }
  }

  private void target(ValuePath path, String target) {
    if (!target.matches("/+[^/].*")) {
      problems.add(
          path,
          "found the target '"
              + target
              + "', expected an absolute path in the container, below its root");
    }
  }
}
