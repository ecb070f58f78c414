package dev.ostler.engine;

import dev.ostler.testing.Tool;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;

/** A key and a certificate that vouches for itself, as PEM texts and as a store. */
final class KeyPairs {
  private static final char[] PASSWORD = "changeit".toCharArray();

  final KeyStore store;

  /** Makes one for a host's name, with the JDK's own tool. */
  KeyPairs(Path folder, String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Tool.run(
        System.getProperty("java.home") + "/bin/keytool",
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:" + name,
        "-alias",
        "it",
        "-keystore",
        file.toString(),
        "-storepass",
        new String(PASSWORD));
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
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
