package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * User, groups, file mode mask and niceness belong to the thread on Linux (the C library only makes
 * it look otherwise), and posix_spawn gives the child those of the calling thread. So a short-lived
 * thread takes them on by raw system calls, spawns, and ends; the rest of the process stays what it
 * was. Resource limits belong to the process: they are set before the spawn and set back after it,
 * under the caller's lock. Setting them through the child's number would race its first
 * instructions.
 */
/** One spawn. */
final class Spawn {
  private static final int ATTRIBUTES_SIZE = 512; // 336 in glibc
  private static final int ACTIONS_SIZE = 256; // 80 in glibc

  private final ChildCommand command;
  private final String executable;
  private @Nullable Child child;
  private @Nullable Exception failure;

  Spawn(ChildCommand command, String executable) {
    this.command = command;
    this.executable = executable;
  }

  Child run() throws LinuxException {
    Map<ResourceLimit, Long> former = setLimits(command.limits());
    try {
      return needsThread() ? runOnThread() : spawn();
    } finally {
      setLimits(former);
    }
  }

  private boolean needsThread() {
    return command.credentials().isPresent()
        || command.umask().isPresent()
        || command.niceness().isPresent();
  }

  private Child runOnThread() throws LinuxException {
    Thread thread =
        Thread.ofPlatform()
            .name("spawn")
            .start(() -> {
              try {
                becomeTheChild();
                child = spawn();
              } catch (LinuxException | RuntimeException e) {
                failure = e;
              }
            });
    awaitEnd(thread);
    return switch (failure) {
      case LinuxException refused -> throw refused;
      case RuntimeException bug -> throw bug;
      case null -> java.util.Objects.requireNonNull(child);
      default -> throw new AssertionError("internal error: spawn failed", failure);
    };
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

  /** Takes on mask, niceness and credentials; the user last, for it may give up the privilege. */
  private void becomeTheChild() throws LinuxException {
    if (command.umask().isPresent()) {
      LinuxException.check(Libc.unshare(Constants.CLONE_FS), "set the umask (unshare)");
      Libc.umask(command.umask().getAsInt());
    }
    if (command.niceness().isPresent()) {
      int niceness = command.niceness().getAsInt();
      LinuxException.check(
          Libc.setpriority(Constants.PRIO_PROCESS, 0, niceness),
          "run '" + executable + "' with niceness " + niceness);
    }
    if (command.credentials().isPresent()) {
      become(command.credentials().get());
    }
  }

  private void become(Credentials who) throws LinuxException {
    String action = "run '" + executable + "' as user " + Integer.toUnsignedString(who.user());
    try (Arena arena = Arena.ofConfined()) {
      List<Integer> groups = who.supplementaryGroups();
      MemorySegment list = arena.allocate(4L * Math.max(1, groups.size()), 4);
      ByteBuffer numbers = Libc.buffer(list);
      groups.forEach(numbers::putInt);
      check(Libc.threadSetgroups(groups.size(), list.address()), action);
      check(Libc.threadSetresgid(who.group(), who.group(), who.group()), action);
      check(Libc.threadSetresuid(who.user(), who.user(), who.user()), action);
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
              actions, CStrings.allocate(arena, command.workingDirectory().get().toString())),
          "prepare a spawn");
    }
    int[] standard = command.standardDescriptors();
    for (int number = 0; number < standard.length; number++) {
      if (standard[number] >= 0) {
        Libc.posix_spawn_file_actions_adddup2(actions, standard[number], number);
      }
    }
    LinuxException.check(
        Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3), "prepare a spawn");
  }

  private Child spawn(Arena arena, long attributes, long actions) throws LinuxException {
    MemorySegment pid = arena.allocate(4, 4);
    int result =
        Libc.posix_spawn(
            pid.address(),
            CStrings.allocate(arena, executable),
            actions,
            attributes,
            CStrings.allocateVector(arena, command.arguments()),
            CStrings.allocateVector(arena, variables(command.environment())));
    if (result < 0) {
      throw refused(-result);
    }
    return held(Libc.buffer(pid).getInt(0));
  }

  private Child held(int pid) throws LinuxException {
    int descriptor = Libc.pidfd_open(pid);
    if (descriptor < 0) {
      // Not reaped yet, so the number is still the child's: nothing that is not held may run.
      Libc.kill(pid, Signal.KILL.number());
      throw new LinuxException("hold process " + pid + " (pidfd_open)", -descriptor);
    }
    return new Child(pid, descriptor);
  }

  private LinuxException refused(int errno) {
    var directory = command.workingDirectory();
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      return new LinuxException("run '" + executable + "' in the folder " + directory.get(), errno);
    }
    return new LinuxException("run '" + executable + "'", errno, advice(errno));
  }

  private static String advice(int errno) {
    return switch (errno) {
      case Errno.ENOEXEC -> "is it built for this machine, and does a script start with #!";
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

  /** Sets soft limits on ourselves and returns the former ones. */
  private static Map<ResourceLimit, Long> setLimits(Map<ResourceLimit, Long> limits)
      throws LinuxException {
    if (limits.isEmpty()) {
      return Map.of();
    }
    Map<ResourceLimit, Long> former = new EnumMap<>(ResourceLimit.class);
    for (Map.Entry<ResourceLimit, Long> limit : limits.entrySet()) {
      former.put(limit.getKey(), setLimit(limit.getKey(), limit.getValue()));
    }
    return former;
  }

  private static long setLimit(ResourceLimit limit, long value) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(16, 8);
      ByteBuffer fields = Libc.buffer(pair);
      String action = "limit " + limit + " to " + value;
      LinuxException.check(Libc.prlimit(0, limit.number(), 0, pair.address()), action);
      final long former = fields.getLong(0);
      long hard = fields.getLong(8);
      if (value != ResourceLimit.UNLIMITED && Long.compareUnsigned(value, hard) > 0) {
        throw new LinuxException(
            action, Errno.EPERM, "the hard limit is " + Long.toUnsignedString(hard));
      }
      fields.putLong(0, value == ResourceLimit.UNLIMITED ? hard : value);
      LinuxException.check(Libc.prlimit(0, limit.number(), pair.address(), 0), action);
      return former;
    }
  }
}
