package dev.ostler.gateway;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/*
 * Java's client tells a name that nobody knows and a connection that is refused apart by the class
 * of what lies beneath alone, and of certificates in the words of its own classes.
 */
/**
 * Why an API server gives no answer.
 *
 * @param what has happened, in a part of a sentence
 * @param advice what to do
 */
record NoAnswer(String what, String advice) {
  private static final String REACH = "see that this machine may reach it";

  static NoAnswer of(Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (has(causes, UnknownHostException.class) || has(causes, UnresolvedAddressException.class)) {
      return new NoAnswer("there is no such host", "correct 'server' in the kube config, or DNS");
    }
    if (has(causes, HttpTimeoutException.class)
        || has(causes, SocketTimeoutException.class)
        || has(causes, TimeoutException.class)) {
      return new NoAnswer("timed out", REACH);
    }
    if (has(causes, CertificateException.class) || has(causes, SSLException.class)) {
      return ofTls(causes);
    }
    String said = said(causes);
    return has(causes, ConnectException.class)
        ? new NoAnswer(said.isEmpty() ? "connection refused" : said, "see that it runs there")
        : new NoAnswer(said.isEmpty() ? failure.getClass().getSimpleName() : said, REACH);
  }

  private static NoAnswer ofTls(List<Throwable> causes) {
    if (has(causes, CertificateExpiredException.class)) {
      return new NoAnswer("its certificate has expired", "renew it");
    }
    if (has(causes, CertPathBuilderException.class)) {
      return new NoAnswer(
          "its certificate is not signed by the cluster's authority",
          "correct 'certificate-authority' in the kube config");
    }
    return new NoAnswer("TLS fails: " + said(causes), "correct 'server' in the kube config");
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
    return causes.stream().anyMatch(kind::isInstance);
  }

  /** What the innermost says that says anything. */
  private static String said(List<Throwable> causes) {
    return causes.reversed().stream()
        .map(Throwable::getMessage)
        .filter(text -> text != null && !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
