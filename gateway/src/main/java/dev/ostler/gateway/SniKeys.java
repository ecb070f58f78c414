package dev.ostler.gateway;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Chooses a certificate by the host that a client names; for others, the first one. */
final class SniKeys extends X509ExtendedKeyManager {
  private volatile List<Identity> identities;

  SniKeys(List<Identity> identities) {
    this.identities = List.copyOf(identities);
  }

  /** Connections from now on are told these; those that are there go on. */
  void replace(List<Identity> wanted) {
    identities = List.copyOf(wanted);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    List<Identity> known = identities;
    String host = host(engine);
    Stream<Identity> fitting =
        known.stream().filter(one -> one.key().getAlgorithm().equals(keyType));
    List<Identity> candidates = fitting.toList();
    return candidates.stream()
        .filter(one -> one.isFor(host))
        .findFirst()
        .or(() -> candidates.stream().filter(known.getFirst()::equals).findFirst())
        .map(one -> Integer.toString(known.indexOf(one)))
        .orElse(null);
  }

  private static String host(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return "";
  }

  private Identity identity(String alias) {
    List<Identity> known = identities;
    int index = Integer.parseInt(alias);
    return known.get(Math.min(index, known.size() - 1));
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identity(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity(alias).key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
