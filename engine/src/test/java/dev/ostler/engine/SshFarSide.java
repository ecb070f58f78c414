package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/**
 * What listens at a socket of a host in place of an engine. Its first line says what to do with a
 * connection: {@code ECHO}, {@code SINK} (answers size and checksum at the end), {@code SOURCE
 * bytes}, {@code SILENT}; to an HTTP request it answers as an engine does to a ping.
 */
final class SshFarSide implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel listening;
  private final AtomicInteger open = new AtomicInteger();

  SshFarSide(Path socket) {
    this.socket = socket;
    try {
      listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listening.bind(UnixDomainSocketAddress.of(socket), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** How many connections there are. */
  int open() {
    return open.get();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = listening.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SocketChannel connection) {
    open.incrementAndGet();
    try (connection) {
      InputStream in = Channels.newInputStream(connection);
      OutputStream out = Channels.newOutputStream(connection);
      String[] order = line(in).split(" ", -1);
      switch (order[0]) {
        case "ECHO" -> in.transferTo(out);
        case "SINK" -> out.write(summary(in).getBytes(StandardCharsets.US_ASCII));
        case "SOURCE" -> source(Long.parseLong(order[1]), out);
        case "SILENT" -> in.transferTo(OutputStream.nullOutputStream());
        default ->
            out.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
                    .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException gone) {
      // The client went away, which many tests are about.
    } finally {
      open.decrementAndGet();
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static String summary(InputStream in) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    byte[] bytes = new byte[64 * 1024];
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      crc.update(bytes, 0, n);
      size += n;
    }
    return size + " " + crc.getValue();
  }

  /** The byte at each place of a source. */
  static byte at(long place) {
    return (byte) (place * 31 + (place >> 13));
  }

  private static void source(long size, OutputStream out) throws IOException {
    byte[] bytes = new byte[64 * 1024];
    for (long done = 0; done < size; ) {
      int n = (int) Math.min(bytes.length, size - done);
      for (int i = 0; i < n; i++) {
        bytes[i] = at(done + i);
      }
      out.write(bytes, 0, n);
      done += n;
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
