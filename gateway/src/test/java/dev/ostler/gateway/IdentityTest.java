package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates with keys as openssl writes them. */
@Needs(RealPart.OPENSSL)
@SuppressWarnings("NullAway.Init")
class IdentityTest {
  @TempDir Path folder;

  private void openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Tool.run(command.toArray(String[]::new));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Identity read() throws IOException {
    return Identity.read(folder.resolve("crt"), folder.resolve("key"));
  }

  private void makeCertificate() {
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        path("key"),
        "-out",
        path("crt"),
        "-subj",
        "/CN=shop",
        "-addext",
        "subjectAltName=DNS:shop.example.org");
  }

  @Test
  void keyOfRsaInPkcs1IsRead() throws Exception {
    openssl("genrsa", "-traditional", "-out", path("key"), "2048");
    makeCertificate();

    assertThat(folder.resolve("key")).content().startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(read().key().getAlgorithm()).isEqualTo("RSA");
    assertThat(read().names()).containsExactly("shop.example.org");
  }

  @ParameterizedTest
  @CsvSource({"prime256v1", "secp384r1", "secp521r1"})
  void keyOfAnEllipticCurveInSec1IsRead(String curve) throws Exception {
    openssl("ecparam", "-name", curve, "-genkey", "-out", path("key"));
    makeCertificate();

    assertThat(folder.resolve("key"))
        .content()
        .startsWith("-----BEGIN EC PARAMETERS-----")
        .contains("-----BEGIN EC PRIVATE KEY-----");
    assertThat(read().key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void keyThatSaysItsCurveBeforeItIsRead() throws Exception {
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", path("key"));
    makeCertificate();
    openssl("ec", "-in", path("key"), "-no_public", "-out", path("bare"));
    String parameters = Files.readString(folder.resolve("key"));
    String end = "-----END EC PARAMETERS-----\n";
    Files.writeString(
        folder.resolve("key"),
        parameters.substring(0, parameters.indexOf(end) + end.length())
            + Files.readString(folder.resolve("bare")));

    assertThat(read().key().getAlgorithm()).isEqualTo("EC");
  }

  @ParameterizedTest
  @CsvSource({"RSA, rsa_keygen_bits:2048, RSA", "EC, ec_paramgen_curve:P-256, EC"})
  void keyInPkcs8IsRead(String made, String option, String read) throws Exception {
    openssl("genpkey", "-algorithm", made, "-pkeyopt", option, "-out", path("key"));
    makeCertificate();

    assertThat(read().key().getAlgorithm()).isEqualTo(read);
  }

  @Test
  void keyOfAnEdwardsCurveIsRead() throws Exception {
    openssl("genpkey", "-algorithm", "ED25519", "-out", path("key"));
    makeCertificate();

    assertThat(read().key().getAlgorithm()).isEqualTo("EdDSA");
  }

  private void assertEncryptedKeyIsRefused(String... how) {
    openssl("genrsa", "-out", path("plain"), "2048");
    openssl("req", "-x509", "-new", "-key", path("plain"), "-out", path("crt"), "-subj", "/CN=x");
    List<String> command = new ArrayList<>(List.of(how));
    command.addAll(
        List.of("-in", path("plain"), "-aes256", "-passout", "pass:x1234", "-out", path("key")));
    openssl(command.toArray(String[]::new));

    assertThatThrownBy(this::read)
        .hasMessage("cannot read " + path("key") + ": the key is encrypted; decrypt it");
  }

  @Test
  void keyThatIsEncryptedInPkcs8IsRefused() {
    assertEncryptedKeyIsRefused("pkey");
  }

  @Test
  void keyThatIsEncryptedInPkcs1IsRefused() {
    assertEncryptedKeyIsRefused("rsa", "-traditional");
  }

  @ParameterizedTest
  @CsvSource({"4", "40", "100"})
  void keyThatIsCutOffIsRefused(int length) throws Exception {
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path("key"));
    makeCertificate();
    String text = Files.readString(folder.resolve("key"));
    String begin = "-----BEGIN EC PRIVATE KEY-----\n";
    String body = text.substring(begin.length(), begin.length() + length);
    Files.writeString(folder.resolve("key"), begin + body + "\n-----END EC PRIVATE KEY-----\n");

    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read " + path("key") + ": ");
  }
}
