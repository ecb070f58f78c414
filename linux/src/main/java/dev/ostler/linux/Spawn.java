package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * User, groups, file mode mask and niceness belong to the thread on Linux (the C library only makes
 * it look otherwise), and posix_spawn gives the child those of the calling thread. So a short-lived
 * thread takes them on by raw system calls, spawns, and ends; the rest of the process stays what it
 * was. The thread takes on only the real user and group, which the child makes its effective ones:
 * a thread whose effective user is somebody else could be traced by them.
 *
 * The mount namespace belongs to the thread, too. What is mounted in one of the thread's own is seen
 * by the child, and gone with it.
 *
 * Resource limits belong to the process: they are set just before the spawn and set back just after
 * it, under the caller's lock. Those that our own size or age could break already (see
 * ResourceLimit) are set through the child's number instead, which races its first instructions.
 */
/** One spawn. */
final class Spawn {
  static final int ATTRIBUTES_SIZE = 512; // 336 in glibc
  static final int ACTIONS_SIZE = 256; // 80 in glibc

  private final ChildCommand command;
  private final String executable;
  private @Nullable Child child;
  private @Nullable Throwable failure;

  Spawn(ChildCommand command, String executable) {
    this.command = command;
    this.executable = executable;
  }

  Child run() throws LinuxException {
    return needsThread() ? runOnThread() : spawn();
  }

  private boolean needsThread() {
    return command.mount().isPresent()
        || command.credentials().isPresent()
        || command.umask().isPresent()
        || command.niceness().isPresent();
  }

  private Child runOnThread() throws LinuxException {
    awaitEnd(start());
    return switch (failure) {
      case LinuxException refused -> throw refused;
      case RuntimeException bug -> throw bug;
      case null -> Objects.requireNonNull(child);
      default -> throw new AssertionError("internal error: spawn failed", failure);
    };
  }

  private Thread start() throws LinuxException {
    try {
      return Thread.ofPlatform()
          .name("spawn")
          .start(() -> {
            try {
              child = spawnAsTheChild();
            } catch (Throwable e) {
              failure = e;
            }
          });
    } catch (OutOfMemoryError noThreadLeft) { // as little as there is a process left
      throw new LinuxException("run '" + executable + "'", Errno.EAGAIN, advice(Errno.EAGAIN));
    }
  }

  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // The child exists or will: its owner must learn of it.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Child spawnAsTheChild() throws LinuxException {
    if (command.mount().isPresent()) {
      mount(command.mount().get());
    }
    if (command.umask().isEmpty()) {
      return spawnAsTheUser();
    }
    // What a container forbids by default. Then the mask is the whole process's during the spawn.
    boolean shared = Libc.unshare(Constants.CLONE_FS) < 0;
    int former = Libc.umask(command.umask().getAsInt());
    try {
      return spawnAsTheUser();
    } finally {
      if (shared) {
        Libc.umask(former);
      }
    }
  }

  private void mount(BindMount mount) throws LinuxException {
    String action =
        "show " + mount.what() + " to '" + executable + "' in place of " + mount.where();
    try (Arena arena = Arena.ofConfined()) {
      LinuxException.check(Libc.unshare(Constants.CLONE_NEWNS), action);
      // Or the mount would be passed on to where this namespace was copied from.
      long root = CStrings.allocate(arena, "/");
      int privately = Constants.MS_REC | Constants.MS_PRIVATE;
      LinuxException.check(Libc.mount(root, root, privately), action);
      long what = CStrings.allocate(arena, mount.what());
      long where = CStrings.allocate(arena, mount.where());
      int result = Libc.mount(what, where, Constants.MS_BIND | Constants.MS_REC);
      if (result == -Errno.ENOENT) {
        throw new LinuxException(action, Errno.ENOENT, "nothing is there yet: create it first");
      }
      LinuxException.check(result, action);
    }
  }

  private Child spawnAsTheUser() throws LinuxException {
    if (command.niceness().isPresent()) {
      int niceness = command.niceness().getAsInt();
      LinuxException.check(
          Libc.setpriority(Constants.PRIO_PROCESS, 0, niceness),
          "run '" + executable + "' with niceness " + niceness);
    }
    if (command.credentials().isPresent()) {
      become(command.credentials().get());
    }
    int dumpable = Libc.prctl(Constants.PR_GET_DUMPABLE, 0);
    try {
      return spawn();
    } finally {
      // Until it runs its program the child shares our memory, which the kernel closes to others
      // when its user changes: /proc/1/fd/1, where containers log to, would be lost to them.
      Libc.prctl(Constants.PR_SET_DUMPABLE, dumpable);
    }
  }

  private void become(Credentials who) throws LinuxException {
    if (who.user() != 0 && who.user() == Libc.getuid() && who.group() == Libc.getgid()) {
      return; // we are; only root may say so again
    }
    String action = "run '" + executable + "' as user " + Integer.toUnsignedString(who.user());
    try (Arena arena = Arena.ofConfined()) {
      List<Integer> groups = who.supplementaryGroups();
      MemorySegment list = arena.allocate(4L * Math.max(1, groups.size()), 4);
      ByteBuffer numbers = Libc.buffer(list);
      groups.forEach(numbers::putInt);
      check(Libc.threadSetgroups(groups.size(), list.address()), action);
      check(Libc.threadSetRealGid(who.group()), action);
      check(Libc.threadSetRealUid(who.user()), action);
      // These would outlive the privileged user; kernels before 4.3 have none.
      Libc.prctl(Constants.PR_CAP_AMBIENT, Constants.PR_CAP_AMBIENT_CLEAR_ALL);
    }
  }

  private static void check(int result, String action) throws LinuxException {
    if (result == -Errno.EPERM) {
      throw new LinuxException(action, Errno.EPERM, "only root may choose the user");
    }
    LinuxException.check(result, action);
  }

  private Child spawn() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      long attributes = arena.allocate(ATTRIBUTES_SIZE, 8).address();
      long actions = arena.allocate(ACTIONS_SIZE, 8).address();
      LinuxException.check(Libc.posix_spawnattr_init(attributes), "prepare a spawn");
      LinuxException.check(Libc.posix_spawn_file_actions_init(actions), "prepare a spawn");
      try {
        fillAttributes(arena, attributes);
        fillActions(arena, actions);
        return spawn(arena, attributes, actions);
      } finally {
        Libc.posix_spawn_file_actions_destroy(actions);
        Libc.posix_spawnattr_destroy(attributes);
      }
    }
  }

  private void fillAttributes(Arena arena, long attributes) throws LinuxException {
    int flags = Constants.POSIX_SPAWN_SETSIGDEF | Constants.POSIX_SPAWN_SETSIGMASK;
    flags |=
        switch (command.grouping()) {
          case SESSION -> Constants.POSIX_SPAWN_SETSID;
          case FOREGROUND -> Constants.POSIX_SPAWN_SETPGROUP;
        };
    if (command.credentials().isPresent()) {
      flags |= Constants.POSIX_SPAWN_RESETIDS;
    }
    LinuxException.check(Libc.posix_spawnattr_setflags(attributes, flags), "prepare a spawn");
    Libc.posix_spawnattr_setpgroup(attributes, 0);
    Libc.posix_spawnattr_setsigmask(attributes, Signals.noSignals(arena));
    Libc.posix_spawnattr_setsigdefault(attributes, Signals.allSignals(arena));
  }

  private void fillActions(Arena arena, long actions) throws LinuxException {
    if (command.grouping() == ChildCommand.Grouping.FOREGROUND) {
      // Where it is missing, the parent does the same a moment later.
      Libc.posix_spawn_file_actions_addtcsetpgrp_np(actions, 0);
    }
    if (command.workingDirectory().isPresent()) {
      LinuxException.check(
          Libc.posix_spawn_file_actions_addchdir_np(
              actions, CStrings.allocate(arena, command.workingDirectory().get())),
          "prepare a spawn");
    }
    connectStandardDescriptors(actions);
    if (command.isSilent()) {
      silence(arena, actions);
    }
    int closed = 3;
    if (command.furtherNumber() >= 0) {
      closed = connectFurther(actions);
    }
    LinuxException.check(
        Libc.posix_spawn_file_actions_addclosefrom_np(actions, closed), "prepare a spawn");
  }

  /** Returns the first number behind it; what lies before it is closed. */
  private int connectFurther(long actions) throws LinuxException {
    int number = command.furtherNumber();
    connect(actions, command.further(), number);
    for (int other = 3; other < number; other++) {
      LinuxException.check(
          Libc.posix_spawn_file_actions_addclose(actions, other), "prepare a spawn");
    }
    return number + 1;
  }

  private void connectStandardDescriptors(long actions) throws LinuxException {
    int[] sources = command.standardDescriptors();
    int spare = 3;
    for (int number = 1; number < sources.length; number++) {
      int source = sources[number];
      if (source >= 0 && source < number && sources[source] >= 0) {
        // It would be replaced before its turn: it is set aside where no source is.
        while (spare == sources[0]
            || spare == sources[1]
            || spare == sources[2]
            || spare == command.further()) {
          spare++;
        }
        connect(actions, source, spare);
        sources[number] = spare;
      }
    }
    for (int number = 0; number < sources.length; number++) {
      if (sources[number] >= 0) {
        connect(actions, sources[number], number);
      }
    }
  }

  private void silence(Arena arena, long actions) throws LinuxException {
    long nothing = CStrings.allocate(arena, "/dev/null");
    int[] connected = command.standardDescriptors();
    for (int number = 0; number < connected.length; number++) {
      if (connected[number] < 0) {
        LinuxException.check(
            Libc.posix_spawn_file_actions_addopen(actions, number, nothing, Constants.O_RDWR),
            "prepare a spawn");
      }
    }
  }

  private void connect(long actions, int source, int number) throws LinuxException {
    LinuxException.check(
        Libc.posix_spawn_file_actions_adddup2(actions, source, number),
        "give descriptor " + source + " to '" + executable + "'");
  }

  private Child spawn(Arena arena, long attributes, long actions) throws LinuxException {
    MemorySegment pid = arena.allocate(4, 4);
    long path = CStrings.allocate(arena, executable);
    long arguments = CStrings.allocateVector(arena, command.arguments());
    long variables = CStrings.allocateVector(arena, variables(command.environment()));
    int result;
    Limits limits = new Limits(command.limits());
    try {
      limits.setOurs();
      result = Libc.posix_spawn(pid.address(), path, actions, attributes, arguments, variables);
    } finally {
      limits.restoreOurs();
    }
    if (result < 0) {
      throw refused(-result);
    }
    Child held = held(Libc.buffer(pid).getInt(0));
    try {
      limits.setOf(held.pid());
    } catch (LinuxException e) {
      end(held.pid());
      held.close();
      throw e;
    }
    return held;
  }

  private Child held(int pid) throws LinuxException {
    int descriptor = Libc.pidfd_open(pid);
    if (descriptor < 0) {
      end(pid); // Nothing that is not held may run.
      throw new LinuxException("hold process " + pid + " (pidfd_open)", -descriptor);
    }
    return new Child(pid, pid, descriptor);
  }

  /** Kills and reaps a child that nobody knows of yet; until then the number is its own. */
  private static void end(int pid) {
    Libc.kill(pid, Signal.KILL.number());
    Libc.waitid(Constants.P_PID, pid, 0, Constants.WEXITED);
  }

  private LinuxException refused(int errno) {
    var directory = command.workingDirectory();
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      return new LinuxException(
          "run '" + executable + "' in the folder " + directory.get(),
          errno,
          "create that folder first, or name another");
    }
    return new LinuxException("run '" + executable + "'", errno, advice(errno));
  }

  private static String advice(int errno) {
    return switch (errno) {
      case Errno.ENOEXEC -> "is it built for this machine, and does a script start with #!";
      case Errno.EAGAIN -> "the limit on processes is reached: raise it, or let fewer run at once";
      case Errno.ENOENT -> "the interpreter or loader that it names is not there";
      default -> "";
    };
  }

  private static List<String> variables(Map<String, String> environment) {
    List<String> variables = new ArrayList<>(environment.size());
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      variables.add(variable.getKey() + "=" + variable.getValue());
    }
    return variables;
  }
}
