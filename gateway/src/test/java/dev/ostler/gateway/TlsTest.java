package dev.ostler.gateway;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, with real certificates. */
@SuppressWarnings("NullAway.Init")
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path made;
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeAll
  static void makeOnce() throws Exception {
    make(made, "shop", "shop.example.org", "RSA");
    make(made, "any", "*.example.net", "EC");
    make(made, "other", "shop.example.org", "RSA");
  }

  /** Those that were made before, as files of this test. */
  private void take(String... names) throws Exception {
    for (String name : names) {
      Files.copy(made.resolve(name + ".key"), folder.resolve(name + ".key"));
      Files.copy(made.resolve(name + ".crt"), folder.resolve(name + ".crt"));
    }
  }

  /** Another certificate takes the place of one. */
  private void replace(String name, String by) throws Exception {
    for (String kind : List.of(".key", ".crt")) {
      Path next = Files.copy(made.resolve(by + kind), folder.resolve(by + kind + ".next"));
      Files.move(next, folder.resolve(name + kind), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @BeforeEach
  void open() throws Exception {
    take("shop", "any");
    upstream = new Upstream("it");
    String tls =
        """
        tls:
          listen: 127.0.0.1:0
          certificates:
          - {certificate: FOLDER/shop.crt, key: FOLDER/shop.key}
          - {certificate: FOLDER/any.crt, key: FOLDER/any.key}
        """
            .replace("FOLDER", folder.toString());
    gateway =
        TestGateway.of(
            folder,
            true,
            TestGateway.HEAD + tls + "apps:\n" + TestGateway.app("shop", upstream.address(), ""));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  /** Makes NAME.key and NAME.crt, signed by itself. */
  static void make(Path folder, String name, String host, String algorithm) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Files.deleteIfExists(store);
    Tool.run(
        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
        "-genkeypair",
        "-alias",
        "it",
        "-keyalg",
        algorithm,
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:" + host,
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey("it", PASSWORD.toCharArray()).getEncoded();
    write(folder.resolve(name + ".key"), "PRIVATE KEY", key);
    write(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("it").getEncoded());
  }

  private static void write(Path file, String kind, byte[] content) throws Exception {
    String text = Base64.getMimeEncoder().encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
  }

  /** Believes everybody: the tests look at what it is shown. */
  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void checkOfTheFileReadsCertificatesAndKeys() throws Exception {
    Path file = folder.resolve("gateway.yaml");

    Gateway.check(file);
    replace("shop", "other");
    Gateway.check(file);
    Files.copy(made.resolve("shop.key"), folder.resolve("shop.key"), REPLACE_EXISTING);
    assertThatThrownBy(() -> Gateway.check(file))
        .hasMessage("cannot read " + folder + "/shop.key: it is not the key of the certificate");
    Files.writeString(folder.resolve("shop.crt"), "junk");
    assertThatThrownBy(() -> Gateway.check(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read " + folder + "/shop.crt: ");
    Files.delete(folder.resolve("shop.crt"));
    assertThatThrownBy(() -> Gateway.check(file))
        .hasMessage("cannot read " + folder + "/shop.crt: it is not there");
  }

  private SSLSocket connect(String host, String... protocols) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    InetSocketAddress address = gateway.gateway.tlsAddress().orElseThrow();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", address.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private Certificate shown(String host) throws Exception {
    try (SSLSocket socket = connect(host)) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private String subject(String host) throws Exception {
    return ((X509Certificate) shown(host)).getSubjectX500Principal().getName();
  }

  @Test
  void certificateIsChosenByTheHostThatIsAskedFor() throws Exception {
    assertThat(subject("shop.example.org")).isEqualTo("CN=shop");
    assertThat(subject("blog.example.net")).isEqualTo("CN=any");
    assertThat(subject("stranger.example.com")).isEqualTo("CN=shop");
  }

  @Test
  void requestThatIsEncryptedReachesTheApp() throws Exception {
    try (SSLSocket socket = connect("shop.example.org")) {
      String request = "GET /x HTTP/1.1\r\nHost: shop.example.org\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 OK")
          .endsWith("it /x");
    }
  }

  @Test
  void clientsThatSpeakHttp2AreAnsweredInIt() throws Exception {
    SSLSocket socket = connect("shop.example.org", "h2", "http/1.1");
    try (RawHttp2 client = new RawHttp2(socket)) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      String head = RawHttp2.head("GET", "/x").replace("\4http", "\5https");
      client.send(RawHttp2.headers(RawHttp2.END_STREAM | RawHttp2.END_HEADERS, head));
      RawHttp2.Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(":status: 200");
      assertThat(answer.body()).isEqualTo("it /x");
      assertThat(answer.end()).isEqualTo("ended");
    }
    assertThat(upstream.heads.getLast().getFirst("X-Forwarded-Proto")).isEqualTo("https");
  }

  @Test
  void newCertificateIsShownWithoutARestart() throws Exception {
    Certificate before = shown("shop.example.org");
    replace("shop", "other");

    Eventually.await("another certificate", () -> !shown("shop.example.org").equals(before));
    assertThat(subject("blog.example.net")).isEqualTo("CN=any");
  }

  @Test
  void brokenCertificateIsToldAndTheOldOneStays() throws Exception {
    Certificate before = shown("shop.example.org");
    Path next = Files.writeString(folder.resolve("broken"), "nothing\n");
    Files.move(next, folder.resolve("shop.key"), StandardCopyOption.ATOMIC_MOVE);
    gateway.awaitLog(
        "the certificates stay as they were: cannot read "
            + folder.resolve("shop.key")
            + ": there is no key in it that is understood;"
            + " write it as PKCS#8, PKCS#1 or SEC 1");

    assertThat(shown("shop.example.org")).isEqualTo(before);
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    take("other");

    assertThatThrownBy(() -> Identity.read(folder.resolve("shop.crt"), folder.resolve("other.key")))
        .hasMessage(
            "cannot read "
                + folder.resolve("other.key")
                + ": it is not the key of the certificate");
  }
}
