package dev.ostler.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The few system calls that tests need and Java does not offer. */
public final class Kernel {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int ADDRESS_SIZE = 110;

  private static final MethodHandle KILL = function("kill", 2);
  private static final MethodHandle SOCKET = function("socket", 3);
  private static final MethodHandle CLOSE = function("close", 1);
  private static final MethodHandle SENDTO =
      Linker.nativeLinker()
          .downcallHandle(
              address("sendto"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT));

  private Kernel() {}

  private static MethodHandle function(String name, int parameters) {
    ValueLayout[] types = new ValueLayout[parameters];
    Arrays.fill(types, ValueLayout.JAVA_INT);
    return Linker.nativeLinker()
        .downcallHandle(address(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
  }

  private static MemorySegment address(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  /**
   * Sends a signal.
   *
   * @param pid of a process, or the negated number of a group
   * @param signal 0 to 64
   * @return whether the process was there
   */
  public static boolean kill(long pid, int signal) {
    try {
      return (int) KILL.invokeExact((int) pid, signal) == 0;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /**
   * Sends datagrams to a socket, as fast as they are taken.
   *
   * @param socket the receiver's name, at most 107 bytes
   * @param words one datagram each
   */
  public static void send(Path socket, String... words) {
    try (Datagrams datagrams = Datagrams.to(socket)) {
      for (String word : words) {
        datagrams.send(word);
      }
    }
  }

  /** A socket to send from. */
  public static final class Datagrams implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final Path receiver;
    private final MemorySegment address;
    private final int descriptor;

    private Datagrams(Path receiver) {
      this.receiver = receiver;
      byte[] name = receiver.toString().getBytes(StandardCharsets.UTF_8);
      address = arena.allocate(ADDRESS_SIZE, 2);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      try {
        descriptor = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    }

    /**
     * Opens one; the caller closes it.
     *
     * @param socket the receiver's name, at most 107 bytes
     * @return the socket
     */
    public static Datagrams to(Path socket) {
      return new Datagrams(socket);
    }

    /**
     * Sends one datagram; waits while the receiver's queue is full.
     *
     * @param word its content
     * @throws AssertionError if nobody takes it
     */
    public void send(String word) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      try (Arena call = Arena.ofConfined()) {
        MemorySegment content = call.allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, content, ValueLayout.JAVA_BYTE, 0, bytes.length);
        long sent =
            (long)
                SENDTO.invokeExact(
                    descriptor, content, (long) bytes.length, 0, address, ADDRESS_SIZE);
        if (sent != bytes.length) {
          throw new AssertionError("cannot send '" + word + "' to " + receiver);
        }
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    }

    @Override
    public void close() {
      try {
        int _ = (int) CLOSE.invokeExact(descriptor);
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
      arena.close();
    }
  }
}
