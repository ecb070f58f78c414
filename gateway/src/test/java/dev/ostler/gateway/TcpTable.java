package dev.ostler.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel knows of connections. */
final class TcpTable {
  private static final String LISTENING = "0A";
  private static final int OWN_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private TcpTable() {}

  /** The connections to a port that a process has; of others the kernel alone knows. */
  static long connections(int port) {
    String own = ":%04X".formatted(port);
    return Stream.of("tcp", "tcp6")
        .map(table -> Path.of("/proc/self/net", table))
        .flatMap(TcpTable::lines)
        .filter(line -> line.contains(own)) // the table may be long
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[OWN_ADDRESS].endsWith(own))
        .filter(fields -> !fields[STATE].equals(LISTENING) && !fields[INODE].equals("0"))
        .count();
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
