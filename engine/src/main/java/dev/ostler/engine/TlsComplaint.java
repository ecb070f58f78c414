package dev.ostler.engine;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;

/** Why a TLS handshake fails, in words for whoever has to do something about it. */
final class TlsComplaint {
  private TlsComplaint() {}

  static String of(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its certificate has expired; renew it";
      }
      if (cause instanceof CertPathBuilderException) {
        return "its certificate is not signed by an authority that is trusted; correct the"
            + " certificate of the authority";
      }
    }
    return "the TLS handshake failed: " + failure.getMessage();
  }
}
