package dev.ostler.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Uses the only directory of a directory, whose name the locale does not know. */
final class NamesMain {
  private NamesMain() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path odd;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      odd = files.iterator().next();
    }
    System.out.println("directory " + LinuxFiles.status(odd).isDirectory());
    run(
        "/bin/sh",
        "-c",
        "printf '#!/bin/sh\\necho program ran\\n' > \"$1\"; chmod +x \"$1\"",
        "sh",
        "" + folder + "/caf\udce9 \u20ac/\udcff");
    run(folder + "/caf\udce9 \u20ac/\udcff");
    try {
      run(folder + "/caf\udce9 \u20ac/\udcfe");
    } catch (LinuxException e) {
      System.out.println("not here: " + (e.errno() == Errno.ENOENT ? "ENOENT" : e.getMessage()));
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    LinuxFiles.exchange(odd, other);
    LinuxFiles.exchange(odd, other);
    Files.delete(other);
    System.out.println("exchanged");
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(odd.resolve("s"), 0600)) {
      UnixDatagramSocket.send(odd.resolve("s"), "x");
      System.out.println("socket received " + socket.receive().size());
    }
  }

  private static void run(String... command) throws IOException {
    System.out.flush();
    try (Child child = Children.spawn(ChildCommand.of(List.of(command), Map.of()))) {
      Started.reap(child);
    }
  }
}
