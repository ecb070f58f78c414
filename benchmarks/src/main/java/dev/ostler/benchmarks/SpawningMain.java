package dev.ostler.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The least that a program on the JVM can do to start a child by a foreign call, which alone can
 * give it a process group, signals and limits: {@code posix_spawn} of its arguments, with nothing
 * else set, and {@code waitpid}. No options, no checks, no supervision.
 */
final class SpawningMain {
  private SpawningMain() {}

  public static void main(String[] arguments) throws Throwable {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, arguments.length + 1L);
      for (int i = 0; i < arguments.length; i++) {
        argv.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments[i]));
      }
      MemorySegment none = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
      MethodHandle spawn =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("posix_spawn"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));
      int error =
          (int)
              spawn.invokeExact(
                  pid,
                  argv.getAtIndex(ValueLayout.ADDRESS, 0),
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  argv,
                  none);
      if (error != 0) {
        throw new IllegalStateException("cannot start " + arguments[0] + ": error " + error);
      }
      MethodHandle wait =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("waitpid"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT));
      int ended = (int) wait.invokeExact(pid.get(ValueLayout.JAVA_INT, 0), MemorySegment.NULL, 0);
      if (ended < 0) {
        throw new IllegalStateException("cannot wait for " + arguments[0]);
      }
    }
  }
}
