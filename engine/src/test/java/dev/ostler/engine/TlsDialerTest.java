package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.engine.EngineException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TCP and TLS to a fake engine, through a relay that asks for a certificate. */
@Timeout(60)
class TlsDialerTest {
  @TempDir private static Path folder;
  private static KeyPairs server;
  private static KeyPairs client;

  private final FakeEngine fake = FakeEngine.start();
  private Relay relay;

  @BeforeAll
  static void makeKeys() throws Exception {
    server = new KeyPairs(folder, "localhost");
    client = new KeyPairs(folder, "client");
  }

  @BeforeEach
  void startRelay() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(server.store, server.password());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    // What is in a store beside a key is trusted only if it is there as a certificate of its own.
    java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client.store.getCertificate("it"));
    trust.init(trusted);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(true);
    relay = new Relay(listener, fake.socket());
  }

  @AfterEach
  void close() throws Exception {
    relay.close();
    fake.close();
  }

  private Engine engine(String host, Optional<String> key) throws Exception {
    String certificate = client.certificate();
    TlsMaterial material =
        new TlsMaterial(
            Optional.of(server.certificate()),
            key.map(pem -> new TlsMaterial.Identity(certificate, pem)));
    return Engine.over(new TlsDialer(new TcpDialer(host, relay.port()), material));
  }

  @Test
  void keysInPkcs8AndPkcs1AreUnderstood() throws Exception {
    try (Engine newer = engine("localhost", Optional.of(client.pkcs8()));
        Engine older = engine("localhost", Optional.of(client.pkcs1()))) {
      assertThat(newer.images().list()).hasSize(1);
      assertThat(older.images().list()).hasSize(1);
    }
  }

  @Test
  void processReadsItsInputToTheEndThroughTls() throws Exception {
    try (Engine engine = engine("localhost", Optional.of(client.pkcs8()))) {
      engine.containers().create("web", ContainerSpec.of(TestImage.NAME));
      engine.containers().start("web");
      Session session =
          engine.processes().start("web", ExecSpec.of("cat").withStandardInput()).session();
      session.write("in and out".getBytes(StandardCharsets.UTF_8));
      session.finishInput();

      assertThat(session.next().orElseThrow().text()).isEqualTo("in and out");
      assertThat(session.next()).isEmpty();
    }
  }

  @Test
  void certificateOfAnotherHostIsRefused() throws Exception {
    try (Engine engine = engine("127.0.0.1", Optional.of(client.pkcs8()))) {
      EngineException e = catchThrowableOfType(EngineException.class, engine::ping);

      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e.reason()).startsWith("the TLS handshake failed: ").contains("127.0.0.1");
    }
  }

  @Test
  void unknownAuthorityIsRefused() throws Exception {
    TlsMaterial material = new TlsMaterial(Optional.of(client.certificate()), Optional.empty());
    try (Engine engine =
        Engine.over(new TlsDialer(new TcpDialer("localhost", relay.port()), material))) {
      EngineException e = catchThrowableOfType(EngineException.class, engine::ping);

      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e)
          .hasMessage(
              "cannot ask for the version of the API on tcp://localhost:"
                  + relay.port()
                  + ": its certificate is not signed by an authority that is trusted; correct the"
                  + " certificate of the authority");
    }
  }

  @Test
  void certificateThatHasExpiredIsRefused() throws Exception {
    KeyPairs expired = KeyPairs.expired(folder);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(expired.store, expired.password());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    TlsMaterial material = new TlsMaterial(Optional.of(expired.authority()), Optional.empty());
    InetAddress here = InetAddress.getLoopbackAddress();
    try (Relay old =
            new Relay(
                context.getServerSocketFactory().createServerSocket(0, 50, here), fake.socket());
        Engine engine =
            Engine.over(new TlsDialer(new TcpDialer("localhost", old.port()), material))) {
      EngineException e = catchThrowableOfType(EngineException.class, engine::ping);

      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e)
          .hasMessage(
              "cannot ask for the version of the API on tcp://localhost:"
                  + old.port()
                  + ": its certificate has expired; renew it");
    }
  }

  @Test
  void clientWithoutCertificateIsRefused() throws Exception {
    try (Engine engine = engine("localhost", Optional.empty())) {
      EngineException e = catchThrowableOfType(EngineException.class, engine::ping);

      assertThat(e.kind()).isIn(Kind.NO_ANSWER, Kind.UNREACHABLE);
      assertThat(fake.calls()).isEmpty();
    }
  }

  @Test
  void handshakeInSingleBytesEndsAtTheDeadline() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> sayHelloForEver(listener));
      TlsDialer slow =
          new TlsDialer(
              new TcpDialer("localhost", listener.getLocalPort()),
              new TlsMaterial(Optional.empty(), Optional.empty()));

      EngineException e =
          catchThrowableOfType(EngineException.class, () -> slow.dial(Duration.ofSeconds(3)));

      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e.reason()).startsWith("the TLS handshake failed: nothing came within ");
    }
  }

  /** The head of a long TLS record, and then a byte of it now and then. */
  private static void sayHelloForEver(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write(new byte[] {22, 3, 3, 0x3f, 0x7f});
      while (true) {
        socket.getOutputStream().write(0);
        LockSupport.parkNanos(50_000_000);
      }
    } catch (IOException ended) {
      // The other side has had enough.
    }
  }

  @Test
  void plainTcpReachesTheEngine() throws Exception {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (Relay plain = new Relay(listener, fake.socket());
        Engine engine = Engine.over(new TcpDialer("localhost", plain.port()))) {
      assertThat(engine.images().list()).hasSize(1);
      assertThat(engine.address()).isEqualTo("tcp://localhost:" + plain.port());
    }
  }

  @Test
  void refusedConnectionAndUnknownNameAreUnreachable() throws Exception {
    ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    closed.close();
    TcpDialer nobody = new TcpDialer("127.0.0.1", closed.getLocalPort());
    TcpDialer nowhere = new TcpDialer("no-such-host.invalid", 2376);

    EngineException refused =
        catchThrowableOfType(EngineException.class, () -> nobody.dial(Duration.ofSeconds(5)));
    EngineException unknown =
        catchThrowableOfType(EngineException.class, () -> nowhere.dial(Duration.ofSeconds(20)));

    assertThat(refused.getMessage())
        .isEqualTo("cannot reach the engine on " + nobody.address() + ": Connection refused");
    assertThat(unknown.reason()).startsWith("the name no-such-host.invalid ");
  }

  @Test
  void keysDoNotPrint() throws Exception {
    assertThat(new TlsMaterial.Identity(client.certificate(), client.pkcs8()).toString())
        .isEqualTo("Identity[[REDACTED]]");
  }
}
