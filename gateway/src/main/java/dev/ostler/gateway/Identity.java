package dev.ostler.gateway;

import dev.ostler.engine.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with its key.
 *
 * @param chain the certificate, and those that vouch for it
 * @param key its private key
 * @param names the hosts that it is for, in lower case; may begin with {@code *.}
 */
record Identity(List<X509Certificate> chain, PrivateKey key, List<String> names) {
  private static final int DNS_NAME = 2;

  /**
   * Reads one from PEM files.
   *
   * @throws IOException if a file cannot be read, or holds something else
   */
  static Identity read(Path certificate, Path key) throws IOException {
    List<X509Certificate> chain;
    PrivateKey secret;
    try {
      chain = chain(certificate);
      secret = key(key);
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + e.getFile() + ": it is not there", e);
    } catch (AccessDeniedException e) {
      throw new IOException("cannot read " + e.getFile() + ": no permission", e);
    }
    requirePair(chain.getFirst(), secret, key);
    try {
      return new Identity(chain, secret, names(chain.getFirst()));
    } catch (GeneralSecurityException e) {
      throw cannotRead(certificate, e);
    }
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new GeneralSecurityException("it holds no certificate");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw cannotRead(file, e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    try {
      return Pem.key(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw cannotRead(file, e);
    }
  }

  /** By what a signature of the one says to the other. */
  private static void requirePair(X509Certificate certificate, PrivateKey key, Path file)
      throws IOException {
    try {
      Signature signature = Signature.getInstance(signatureOf(key));
      signature.initSign(key);
      signature.update(certificate.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(certificate.getEncoded());
      if (!signature.verify(signed)) {
        throw new GeneralSecurityException("it is not the key of the certificate");
      }
    } catch (GeneralSecurityException e) {
      throw cannotRead(file, e);
    }
  }

  private static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static IOException cannotRead(Path file, GeneralSecurityException e) {
    return new IOException("cannot read " + file + ": " + e.getMessage(), e);
  }

  private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
    List<String> names = new ArrayList<>();
    var alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> name : alternatives) {
        if (name.getFirst().equals(DNS_NAME)) {
          names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  /** Whether it is for a host. */
  boolean isFor(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
  }
}
