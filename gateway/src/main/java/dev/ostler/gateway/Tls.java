package dev.ostler.gateway;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** The certificates of the gateway, which are read again whenever their files change. */
final class Tls implements AutoCloseable {
  private final GatewayFile.Tls form;
  private final Consumer<String> log;
  private final SniKeys keys;
  private final SSLContext context;
  private final List<FileWatch> watches = new ArrayList<>();

  private Tls(GatewayFile.Tls form, Consumer<String> log) throws IOException {
    this.form = form;
    this.log = log;
    keys = new SniKeys(read(form));
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("internal error: this Java has no TLS", e);
    }
  }

  /**
   * Reads the certificates and begins to watch them.
   *
   * @throws IOException if one cannot be read
   */
  static Tls open(GatewayFile.Tls form, Consumer<String> log) throws IOException {
    Tls tls = new Tls(form, log);
    form.certificates()
        .forEach(pair -> {
          tls.watches.add(FileWatch.begin(pair.certificate(), _ -> tls.reload(), log));
          tls.watches.add(FileWatch.begin(pair.key(), _ -> tls.reload(), log));
        });
    return tls;
  }

  SSLContext context() {
    return context;
  }

  /** Reads all certificates, with their keys. */
  static List<Identity> read(GatewayFile.Tls form) throws IOException {
    List<Identity> identities = new ArrayList<>();
    for (GatewayFile.Pair pair : form.certificates()) {
      identities.add(Identity.read(pair.certificate(), pair.key()));
    }
    return identities;
  }

  /** A certificate and its key are two files: between their changes they may not fit together. */
  private void reload() {
    try {
      keys.replace(read(form));
    } catch (IOException e) {
      log.accept("the certificates stay as they were: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    watches.forEach(FileWatch::close);
  }
}
