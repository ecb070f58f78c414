package dev.ostler.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a spawn must leave as it was in this process. */
record OwnState(List<String> identity, String limits, String niceness, int dumpable) {
  private static final List<String> IDENTITY =
      List.of("Umask:", "Uid:", "Gid:", "Groups:", "SigBlk:", "SigIgn:", "CapEff:", "CapAmb:");

  static OwnState now() throws IOException {
    Path self = Path.of("/proc/thread-self");
    List<String> identity =
        Files.readAllLines(self.resolve("status")).stream()
            .filter(line -> IDENTITY.stream().anyMatch(line::startsWith))
            .toList();
    String stat = Files.readString(self.resolve("stat"));
    String niceness = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16];
    return new OwnState(
        identity,
        Files.readString(self.resolve("limits")),
        niceness,
        Libc.prctl(Constants.PR_GET_DUMPABLE, 0));
  }

  static int descriptors() {
    return entries("/proc/self/fd");
  }

  static long zombies() throws IOException {
    long zombies = 0;
    for (String name : names("/proc")) {
      zombies += name.matches("\\d+") && isOurZombie(Path.of("/proc", name, "stat")) ? 1 : 0;
    }
    return zombies;
  }

  private static boolean isOurZombie(Path stat) {
    try {
      String text = Files.readString(stat);
      return text.substring(text.lastIndexOf(')') + 2).startsWith("Z " + Libc.getpid() + " ");
    } catch (IOException gone) {
      return false;
    }
  }

  private static int entries(String folder) {
    return names(folder).size();
  }

  private static List<String> names(String folder) {
    String[] names = new File(folder).list();
    return names == null ? List.of() : Arrays.asList(names);
  }
}
