package dev.ostler.linux;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Spawns with a umask while its user may have no further process, and once more when it may. */
final class SpawnAtLimitMain {
  private static final ChildCommand COMMAND =
      ChildCommand.of(List.of("/bin/sh", "-c", "umask"), Map.of()).withUmask(0157);

  private SpawnAtLimitMain() {}

  public static void main(String[] arguments) throws IOException {
    Limits none = new Limits(Map.of(ResourceLimit.PROCESSES, 1L));
    none.setOurs();
    spawn();
    none.restoreOurs();
    spawn();
  }

  private static void spawn() throws IOException {
    try (Child child = Children.spawn(COMMAND)) {
      Started.reap(child);
    } catch (LinuxException refused) {
      System.out.println(refused.getMessage());
    }
  }
}
