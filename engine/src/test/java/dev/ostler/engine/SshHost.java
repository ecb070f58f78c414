package dev.ostler.engine;

import dev.ostler.testing.SshServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A host with sshd and something like an engine, for tests of dialing it. */
final class SshHost implements AutoCloseable {
  static final Duration WITHIN = Duration.ofSeconds(20);

  final SshServer server;
  final SshFarSide engine;

  SshHost(Map<String, String> sshd) {
    server = SshServer.start(sshd);
    engine = new SshFarSide(socket());
  }

  Path socket() {
    return server.folder().resolve("engine.sock");
  }

  /** Settings that work, and that nothing on this machine has an influence on. */
  SshSettings settings() {
    return settings(server.port());
  }

  SshSettings settings(int port) {
    return bare(port)
        .withIdentity(server.identity())
        .withKnownHosts(server.knownHosts("[127.0.0.1]:" + port));
  }

  /** Settings without a key and without known hosts. */
  SshSettings bare(int port) {
    return bare(server, port, socket());
  }

  /** Settings for a server without such an engine. */
  static SshSettings settings(SshServer server, Path socket) {
    return bare(server, server.port(), socket)
        .withIdentity(server.identity())
        .withKnownHosts(server.knownHosts());
  }

  private static SshSettings bare(SshServer server, int port, Path socket) {
    return SshSettings.of("127.0.0.1")
        .withConfiguration(configuration(server, ""))
        .withUser("root")
        .withPort(port)
        .with("IdentitiesOnly", "yes")
        .with("IdentityAgent", "none")
        .with("GlobalKnownHostsFile", "none")
        .withSocket(socket.toString());
  }

  Path configuration(String text) {
    return configuration(server, text);
  }

  private static Path configuration(SshServer server, String text) {
    try {
      return Files.writeString(Files.createTempFile(server.folder(), "config", ""), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one line and the end, and returns all that comes back. */
  static String ask(Duplex stream, String order) throws IOException {
    stream.readDeadline(WITHIN);
    stream.output().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
    stream.finishOutput();
    return new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    engine.close();
    server.close();
  }
}
