package dev.ostler.cli;

import dev.ostler.cli.Examination.Probe;
import dev.ostler.cli.Finding.State;
import dev.ostler.linux.Child;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Children;
import dev.ostler.linux.Inotify;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What {@code ostler run} needs of a machine. */
final class RunDoctor {
  private static final int ENOUGH_FILES = 1024;
  private static final int FAILURE_SECONDS = 2;

  /** Capabilities by their number in the kernel's sets, and what is not possible without. */
  private static final List<Capability> CAPABILITIES =
      List.of(
          new Capability(0, "CHOWN", "owners of files in archives become those of Ostler"),
          new Capability(5, "KILL", "processes of other users get no signals"),
          new Capability(6, "SETGID", "'user' cannot be another one"),
          new Capability(7, "SETUID", "'user' cannot be another one"),
          new Capability(21, "SYS_ADMIN", "a 'check' must name {staged}"),
          new Capability(23, "SYS_NICE", "'nice' cannot be below Ostler's own"),
          new Capability(
              24, "SYS_RESOURCE", "'limits' and 'oomScore' cannot be above Ostler's own"));

  private final Path root;

  /** With another root than {@code /}, files of the kernel are looked for below it. */
  RunDoctor(Path root) {
    this.root = root;
  }

  private record Capability(int number, String name, String without) {}

  List<Probe> probes() {
    return List.of(
        new Probe("kernel", "processes are started and awaited by pidfds", RunDoctor::kernel),
        new Probe("child", "starting and awaiting processes is what it is for", RunDoctor::child),
        new Probe(
            "control groups", "memory and CPU of a container are limited by them", this::cgroups),
        new Probe("capabilities", "some keys of the file need privileges", this::capabilities),
        new Probe("/run", "sockets and pid files lie there", () -> writable("run")),
        new Probe(
            "/tmp", "configuration is staged beside its target or there", () -> writable("tmp")),
        new Probe("file watches", "changes of files are told by inotify", this::watches),
        new Probe(
            "open files", "each process takes a few descriptors, each client one", this::files));
  }

  private static Finding kernel() {
    String release = System.getProperty("os.version", "");
    String why = "processes are started and awaited by pidfds, which Linux has since 5.3";
    return isAtLeast(release, 5, 3)
        ? Finding.ok("kernel", release, why)
        : new Finding("kernel", State.MISSING, release, why, "boot Linux 5.3 or newer");
  }

  static boolean isAtLeast(String release, int major, int minor) {
    List<Integer> numbers =
        Stream.of(release.split("[^0-9]+", -1))
            .filter(part -> !part.isEmpty())
            .map(Integer::valueOf)
            .toList();
    if (numbers.size() < 2) {
      return false;
    }
    int first = numbers.getFirst();
    return first > major || (first == major && numbers.get(1) >= minor);
  }

  private static Finding child() throws InterruptedException {
    String why = "starting processes and awaiting their ends by pidfds is what it is for";
    String advice =
        "see whether a seccomp profile forbids clone, pidfd_open or waitid; older container engines'"
            + " do";
    // The shell by which this command was started is in the barest of containers, too.
    try (Child child = Children.spawn(ChildCommand.of(List.of("/bin/sh", "-c", ":"), Map.of()))) {
      Optional<ChildExit> exit = await(child);
      return exit.isPresent() && exit.get().succeeded()
          ? Finding.ok("child", "started, and awaited by a pidfd", why)
          : new Finding("child", State.MISSING, "/bin/sh " + how(exit), why, advice);
    } catch (LinuxException e) {
      return new Finding("child", State.MISSING, String.valueOf(e.getMessage()), why, advice);
    }
  }

  private static Optional<ChildExit> await(Child child)
      throws LinuxException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAILURE_SECONDS);
    Optional<ChildExit> exit = Children.reap(child);
    while (exit.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(2);
      exit = Children.reap(child);
    }
    return exit;
  }

  private static String how(Optional<ChildExit> exit) {
    return exit.map(ChildExit::description).orElse("did not end within " + FAILURE_SECONDS + " s");
  }

  private Finding cgroups() throws IOException {
    String why = "memory and CPU of a container are limited by them";
    Path folder = root.resolve("sys/fs/cgroup");
    if (Files.exists(folder.resolve("cgroup.controllers"))) {
      Path limit = folder.resolve("memory.max");
      String memory = Files.isReadable(limit) ? ", memory " + Files.readString(limit).strip() : "";
      return Finding.ok("control groups", "version 2" + memory, why);
    }
    return Files.isDirectory(folder.resolve("memory"))
        ? Finding.ok("control groups", "version 1", why)
        : new Finding(
            "control groups",
            State.DOUBTFUL,
            "none at " + folder,
            why,
            "if there should be limits, mount the file system cgroup2 there");
  }

  private Finding capabilities() throws IOException {
    long effective = 0;
    for (String line : Files.readAllLines(root.resolve("proc/self/status"))) {
      if (line.startsWith("CapEff:")) {
        effective = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
      }
    }
    List<String> there = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (Capability capability : CAPABILITIES) {
      if ((effective >> capability.number() & 1) == 1) {
        there.add(capability.name());
      } else {
        without.add("without " + capability.name() + " " + capability.without());
      }
    }
    String found = there.isEmpty() ? "none" : String.join(", ", there);
    return without.isEmpty()
        ? Finding.ok("capabilities", found, "some keys of the file need them")
        : new Finding(
            "capabilities",
            State.DOUBTFUL,
            found,
            String.join("; ", without),
            "if a file needs them, start the container as root, or add them");
  }

  private Finding writable(String name) {
    Path folder = root.resolve(name);
    String why = "sockets, pid files and the activation file usually lie there";
    return Files.isWritable(folder)
        ? Finding.ok("/" + name, "can be written", why)
        : new Finding(
            "/" + name,
            State.DOUBTFUL,
            Files.exists(folder) ? "cannot be written" : "is not there",
            why,
            "mount a tmpfs there, or name other places in the file");
  }

  private Finding watches() throws IOException {
    String why = "changes of files are told by inotify; without, they are looked for each second";
    try (Inotify inotify = Inotify.open()) {
      inotify.watch("/", Set.of(Inotify.Kind.CREATED));
      String most = watchesOfAUser();
      String found = "at most " + most + " a user";
      // All containers of a user share them: a few hundred are soon used up.
      return most.matches("[0-9]{1,3}")
          ? fewWatches(found, why)
          : Finding.ok("file watches", found, why);
    } catch (LinuxException e) {
      return fewWatches(String.valueOf(e.getMessage()), why);
    }
  }

  private static Finding fewWatches(String found, String why) {
    return new Finding(
        "file watches",
        State.DOUBTFUL,
        found,
        why,
        "raise fs.inotify.max_user_instances and max_user_watches by sysctl on the host");
  }

  /** Not every container shows it. */
  private String watchesOfAUser() throws IOException {
    Path limit = root.resolve("proc/sys/fs/inotify/max_user_watches");
    return Files.isReadable(limit) ? Files.readString(limit).strip() : "unknown";
  }

  private Finding files() throws IOException {
    return openFiles(root, ENOUGH_FILES, "each process takes a few descriptors, each client one");
  }

  /** Whether a process may have as many files open. */
  static Finding openFiles(Path root, int enough, String why) throws IOException {
    String soft = "unknown";
    for (String line : Files.readAllLines(root.resolve("proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        soft = line.substring("Max open files".length()).strip().split(" +", 2)[0];
      }
    }
    boolean few = soft.matches("\\d{1,9}") && Integer.parseInt(soft) < enough;
    return few
        ? new Finding(
            "open files",
            State.DOUBTFUL,
            "at most " + soft,
            why,
            "raise the soft limit to " + enough + " or more, by 'ulimit -n' or --ulimit nofile")
        : Finding.ok("open files", "at most " + soft, why);
  }
}
