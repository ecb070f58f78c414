package dev.ostler.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom to trust and who to be with TLS, as PEM texts. Prints without the key.
 *
 * @param authorities certificates of who may vouch for the engine; nothing for the system's
 * @param identity certificate and key of this client; nothing if the engine wants none
 */
public record TlsMaterial(Optional<String> authorities, Optional<Identity> identity) {
  /**
   * A client's certificate and its key.
   *
   * @param certificates its own first, then those of who vouches for it
   * @param key not encrypted, in PKCS#8, PKCS#1 or SEC 1
   */
  public record Identity(String certificates, String key) {
    @Override
    public String toString() {
      return "Identity[[REDACTED]]";
    }
  }

  /**
   * Reads {@code ca.pem}, {@code cert.pem} and {@code key.pem}, as {@code DOCKER_CERT_PATH} names
   * their folder.
   *
   * @param folder where they are; those that are not there are not used
   * @return what was read
   * @throws IOException if one that is there cannot be read
   */
  public static TlsMaterial ofFolder(Path folder) throws IOException {
    Optional<String> authorities = read(folder.resolve("ca.pem"));
    Optional<String> certificates = read(folder.resolve("cert.pem"));
    Optional<String> key = read(folder.resolve("key.pem"));
    if (certificates.isPresent() != key.isPresent()) {
      throw new IOException(
          "cannot use the certificate in "
              + folder
              + ": cert.pem and key.pem belong together, and one is not there");
    }
    return new TlsMaterial(
        authorities, certificates.map(pem -> new Identity(pem, key.orElseThrow())));
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }
}
