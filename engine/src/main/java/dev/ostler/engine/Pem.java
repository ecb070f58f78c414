package dev.ostler.engine;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM texts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  /** The algorithm of a key of RSA: its name, and no parameters. */
  private static final byte[] RSA = {
    0x30, 0x0D, 0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
  };

  /** The name of elliptic curves; which one is said after it. */
  private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

  /** Where a key of SEC 1 says its curve. */
  private static final int CURVE = 0xA0;

  private Pem() {}

  /**
   * Reads certificates.
   *
   * @param pem one or more of them
   * @return them, in their order
   * @throws GeneralSecurityException if there is none, or one is broken
   */
  public static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    List<Certificate> read =
        List.copyOf(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
    if (read.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return read;
  }

  /**
   * Reads a private key in PKCS#8, PKCS#1 (of RSA) or SEC 1 (of elliptic curves), not encrypted.
   *
   * @param pem a key; what else is in the text is passed over
   * @return the key: of RSA, EC or Ed25519
   * @throws GeneralSecurityException if there is none, or it is broken or encrypted
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915</a>
   */
  public static PrivateKey key(String pem) throws GeneralSecurityException {
    Optional<byte[]> curve = Optional.empty();
    Matcher blocks = BLOCK.matcher(pem);
    while (blocks.find()) {
      byte[] der = decoded(blocks.group(2));
      switch (blocks.group(1)) {
        case "PRIVATE KEY" -> {
          return parse(der);
        }
        case "RSA PRIVATE KEY" -> {
          return parse(wrapped(RSA, der));
        }
        case "EC PARAMETERS" -> curve = Optional.of(der);
        case "EC PRIVATE KEY" -> {
          return parse(wrapped(Der.tagged(Der.SEQUENCE, EC, curve(der, curve)), der));
        }
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
        default -> {}
      }
    }
    if (pem.contains("Proc-Type: 4,ENCRYPTED")) {
      throw encrypted();
    }
    throw new GeneralSecurityException(
        "there is no key in it that is understood; write it as PKCS#8, PKCS#1 or SEC 1");
  }

  private static GeneralSecurityException encrypted() {
    return new GeneralSecurityException("the key is encrypted; decrypt it");
  }

  private static byte[] decoded(String base64) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is not in base64: " + e.getMessage(), e);
    }
  }

  /** Most say it in the key itself, some before it. */
  private static byte[] curve(byte[] key, Optional<byte[]> before) throws GeneralSecurityException {
    List<Der> parts = Der.parse(key);
    if (parts.size() == 1 && parts.getFirst().tag == Der.SEQUENCE) {
      for (Der part : Der.parse(parts.getFirst().content)) {
        if (part.tag == CURVE) {
          return part.content;
        }
      }
    }
    return before.orElseThrow(() -> new GeneralSecurityException("the key does not say its curve"));
  }

  private static PrivateKey parse(byte[] pkcs8) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException other) {
        // A key of another algorithm.
      }
    }
    throw new GeneralSecurityException("the key is neither RSA, EC nor Ed25519");
  }

  /** PKCS#8 is version 0, the algorithm, and the old format inside a string of bytes. */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    byte[] version = {2, 1, 0};
    return Der.tagged(Der.SEQUENCE, version, algorithm, Der.tagged(Der.OCTETS, key));
  }
}
