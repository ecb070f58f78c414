package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Reaches an engine over TCP with TLS. The engine's certificate must be of the host's name. */
public final class TlsDialer implements Dialer {
  private static final char[] NO_PASSWORD = new char[0];

  private final TcpDialer tcp;
  private final SSLContext context;

  /**
   * A dialer; nothing is opened yet.
   *
   * @param tcp where the engine is
   * @param material whom to trust and who to be
   * @throws EngineException with {@link EngineException.Kind#UNREACHABLE} if the material is none
   */
  public TlsDialer(TcpDialer tcp, TlsMaterial material) throws EngineException {
    this.tcp = tcp;
    try {
      this.context = context(material);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw EngineException.unreachable(
          tcp.address(), "certificates or key cannot be used: " + e.getMessage(), e);
    }
  }

  private static SSLContext context(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(material.authorities().isPresent() ? authorities(material) : null);
    KeyManagerFactory identity =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(identity(material), NO_PASSWORD);
    context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore authorities(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : Pem.certificates(material.authorities().orElseThrow())) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private static KeyStore identity(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    if (material.identity().isPresent()) {
      TlsMaterial.Identity identity = material.identity().get();
      store.setKeyEntry(
          "client",
          Pem.key(identity.key()),
          NO_PASSWORD,
          Pem.certificates(identity.certificates()).toArray(Certificate[]::new));
    }
    return store;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    Duplex plain = tcp.dial(within);
    boolean secured = false;
    try {
      SSLSocket socket = handshake(plain, deadline);
      secured = true;
      return new Secured(plain, socket);
    } catch (IOException e) {
      throw EngineException.unreachable(address(), TlsComplaint.of(e), e);
    } finally {
      if (!secured) {
        plain.close();
      }
    }
  }

  private SSLSocket handshake(Duplex plain, Deadline deadline) throws IOException {
    // Each read of it may be in time and the whole is not.
    AtomicBoolean shaking = new AtomicBoolean(true);
    DuplexSocket below =
        new DuplexSocket(
            plain,
            plain.output(),
            () -> {
              if (shaking.get()) {
                plain.readDeadline(deadline.left().plusMillis(1));
              }
            });
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(below, tcp.host(), tcp.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    shaking.set(false);
    socket.setSoTimeout(0);
    return socket;
  }

  @Override
  public String address() {
    return tcp.address();
  }

  /** Does nothing: connections share nothing. */
  @Override
  public void close() {}

  /** A stream inside TLS. */
  private static final class Secured implements Duplex {
    private final Duplex plain;
    private final SSLSocket socket;
    private final InputStream input;
    private final OutputStream output;

    Secured(Duplex plain, SSLSocket socket) throws IOException {
      this.plain = plain;
      this.socket = socket;
      this.input = socket.getInputStream();
      this.output = socket.getOutputStream();
    }

    @Override
    public InputStream input() {
      return input;
    }

    @Override
    public OutputStream output() {
      return output;
    }

    @Override
    public void finishOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void readDeadline(Duration perRead) {
      try {
        socket.setSoTimeout(perRead.isZero() ? 0 : Deadline.millis(perRead));
      } catch (SocketException closed) {
        // The next read says so.
      }
    }

    @Override
    public void close() {
      // Saying farewell would wait for a write that waits for the other side.
      plain.close();
      Closing.quietly(socket);
    }
  }
}
