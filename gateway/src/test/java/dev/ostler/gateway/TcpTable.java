package dev.ostler.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel knows of connections. */
final class TcpTable {
  private static final String LISTENING = "0A";
  private static final String KEEP_ALIVE = "02:";
  private static final int OWN_ADDRESS = 1;
  private static final int OTHER_ADDRESS = 2;
  private static final int STATE = 3;
  private static final int TIMER = 5;
  private static final int INODE = 9;

  private TcpTable() {}

  /** The connections to a port that a process has; of others the kernel alone knows. */
  static long connections(int port) {
    return lines(OWN_ADDRESS, port).count();
  }

  /** How many of the connections to a port are asked by the kernel whether they still live. */
  static long keptAlive(int port) {
    return lines(OWN_ADDRESS, port).filter(fields -> fields[TIMER].startsWith(KEEP_ALIVE)).count();
  }

  /** The same of the connections from here to a port elsewhere. */
  static long keptAliveTo(int port) {
    return lines(OTHER_ADDRESS, port)
        .filter(fields -> fields[TIMER].startsWith(KEEP_ALIVE))
        .count();
  }

  private static Stream<String[]> lines(int which, int port) {
    String own = ":%04X".formatted(port);
    return Stream.of("tcp", "tcp6")
        .map(table -> Path.of("/proc/self/net", table))
        .flatMap(TcpTable::lines)
        .filter(line -> line.contains(own)) // the table may be long
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[which].endsWith(own))
        .filter(fields -> !fields[STATE].equals(LISTENING) && !fields[INODE].equals("0"));
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
