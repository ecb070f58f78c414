package dev.ostler.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Mounts and unmounts in a mount namespace of its own. */
final class MountMain {
  private final Poller poller = Poller.open();
  private final Path folder;

  private MountMain(Path folder) throws IOException {
    this.folder = folder;
  }

  private void change(String what, String... command) throws IOException {
    Map<String, String> path = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    Outcome outcome = Outcome.of(ChildCommand.of(List.of(command), path));
    if (outcome.status() != 0) {
      throw new IOException(outcome.text());
    }
    poller.await();
    System.out.println(what + ": told " + (poller.pollNow() ? "twice" : "once"));
  }

  private void tellState() {
    System.out.println("mount point: " + LinuxFiles.isMountPoint(folder));
  }

  public static void main(String[] arguments) throws IOException {
    MountMain main = new MountMain(Path.of(arguments[0]));
    try (MountTable table = MountTable.open()) {
      main.poller.add(table, () -> {});
      main.tellState();
      main.change("mounted", "mount", "-n", "-t", "tmpfs", "none", arguments[0]);
      main.tellState();
      main.change("unmounted", "umount", "-n", arguments[0]);
      main.tellState();
    }
  }
}
