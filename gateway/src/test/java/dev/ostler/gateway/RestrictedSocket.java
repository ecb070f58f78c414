package dev.ostler.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy before an engine's socket that lets through what the gateway's guide lists, and refuses
 * all else, as those do that people put before their engines.
 */
final class RestrictedSocket implements AutoCloseable {
  private static final Pattern ALLOWED =
      Pattern.compile(
          "GET /(_ping|events|containers/json|containers/[^/]+/(json|logs))"
              + "|POST /containers/[^/]+/(start|stop|pause|unpause)");
  private static final Pattern HEAD = Pattern.compile("([A-Z]+) (?:/v[0-9.]+)?(/[^ ?]*)");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
  private static final String REFUSAL =
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  /** Methods and paths of what it has refused. */
  final List<String> refused = new CopyOnWriteArrayList<>();

  private final Path engine;
  private final Path folder;
  private final ServerSocketChannel server;

  RestrictedSocket(Path engine) {
    this.engine = engine;
    try {
      folder = Files.createTempDirectory("restricted-");
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  Path path() {
    return folder.resolve("engine.sock");
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
      Thread.ofVirtual().start(() -> answer(there, client));
      InputStream in = new BufferedInputStream(Channels.newInputStream(reading(client)));
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        Matcher call = HEAD.matcher(head);
        String name = call.lookingAt() ? call.group(1) + " " + call.group(2) : head;
        if (!ALLOWED.matcher(name).matches()) {
          refused.add(name);
          write(client, REFUSAL.getBytes(StandardCharsets.US_ASCII));
          return;
        }
        write(there, head.getBytes(StandardCharsets.ISO_8859_1));
        Matcher length = LENGTH.matcher(head);
        write(there, in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
      }
    } catch (IOException gone) {
      // one of them is
    }
  }

  /** Of a channel that is written to meanwhile. */
  private static ReadableByteChannel reading(SocketChannel channel) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
      }

      @Override
      public boolean isOpen() {
        return channel.isOpen();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** Up to the empty line; nothing if there is no more. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static void answer(SocketChannel from, SocketChannel to) {
    ByteBuffer bytes = ByteBuffer.allocate(8192);
    try (to) {
      while (from.read(bytes) >= 0) {
        write(to, java.util.Arrays.copyOf(bytes.array(), bytes.position()));
        bytes.clear();
      }
    } catch (IOException gone) {
      // one of them is
    }
  }

  private static void write(SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      to.write(left);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
