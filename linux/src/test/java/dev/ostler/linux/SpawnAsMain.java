package dev.ostler.linux;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Spawns a shell as a user, with a umask; "-" for neither. */
final class SpawnAsMain {
  private SpawnAsMain() {}

  public static void main(String[] arguments) throws IOException {
    OwnState before = OwnState.now();
    ChildCommand command =
        ChildCommand.of(List.of("/bin/sh", "-c", "echo umask $(umask)"), Map.of());
    if (!arguments[0].equals("-")) {
      int number = Integer.parseInt(arguments[0]);
      command = command.withCredentials(new Credentials(number, number, List.of()));
    }
    if (!arguments[1].equals("-")) {
      command = command.withUmask(Integer.parseInt(arguments[1], 8));
    }
    try (Child child = Children.spawn(command)) {
      Started.reap(child);
      System.out.println(OwnState.now().equals(before) ? "ours unchanged" : "ours changed");
    } catch (LinuxException e) {
      System.out.println(e.getMessage());
    }
  }
}
