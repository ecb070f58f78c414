package dev.ostler.engine;

import dev.ostler.testing.Tool;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A key and a certificate that vouches for itself, as PEM texts and as a store. */
final class KeyPairs {
  private static final char[] PASSWORD = "changeit".toCharArray();

  final KeyStore store;

  /** Makes one for a host's name, with the JDK's own tool. */
  KeyPairs(Path folder, String name) throws Exception {
    this(made(folder.resolve(name + ".p12"), "it", name));
  }

  private KeyPairs(Path file) throws Exception {
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
  }

  /** One for localhost that an authority vouched for until some days ago. */
  static KeyPairs expired(Path folder) throws Exception {
    Path file = made(folder.resolve("expired.p12"), "authority", "authority", "-ext", "bc:c");
    made(file, "it", "localhost", "-signer", "authority", "-startdate", "-10d", "-validity", "1");
    keytool(file, "-delete", "-alias", "authority");
    return new KeyPairs(file);
  }

  private static Path made(Path file, String alias, String name, String... more) {
    List<String> how = new ArrayList<>(List.of("-genkeypair", "-keyalg", "RSA"));
    how.addAll(List.of("-dname", "CN=" + name, "-ext", "san=dns:" + name, "-alias", alias));
    how.addAll(List.of(more));
    keytool(file, how.toArray(String[]::new));
    return file;
  }

  private static void keytool(Path file, String... what) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/keytool");
    command.addAll(List.of(what));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    Tool.run(command.toArray(String[]::new));
  }

  /** The last of those that vouch for it. */
  String authority() throws Exception {
    return pem("CERTIFICATE", List.of(store.getCertificateChain("it")).getLast().getEncoded());
  }

  char[] password() {
    return PASSWORD.clone();
  }

  String certificate() throws Exception {
    return pem("CERTIFICATE", store.getCertificate("it").getEncoded());
  }

  String pkcs8() throws Exception {
    return pem("PRIVATE KEY", key());
  }

  /** PKCS#8 of RSA is 26 bytes of wrapping around PKCS#1. */
  String pkcs1() throws Exception {
    byte[] key = key();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(key, 26, key.length));
  }

  private byte[] key() throws Exception {
    return store.getKey("it", PASSWORD).getEncoded();
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
