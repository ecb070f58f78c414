package dev.ostler.gateway;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientProvider;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.ssl.XnioSsl;

/*
 * Where packets vanish, a kernel tries to connect for two minutes. The proxy's client has no limit
 * of its own, and an attempt cannot be taken back: whoever waits for it is told in time that it has
 * failed, and a connection that comes of it after all is closed. So is one for a request that is
 * over, of which the pool of connections wants to hear no more.
 */
/** Connects for the proxy's client, within a time. That finds it by its schemes. */
public final class TimedConnecting implements ClientProvider {
  /** For how long it is tried. */
  static final Option<Integer> WITHIN_MILLIS =
      Option.simple(TimedConnecting.class, "WITHIN_MILLIS", Integer.class);

  /** Before the scheme of what connects in fact. */
  static final String PREFIX = "timed+";

  private static final Map<String, Opened> PROTOCOLS =
      Map.of("http", AppConnection::plain, "h2c-prior", AppConnection::framed);

  /** What becomes of a connection. */
  private interface Opened {
    ClientConnection client(
        StreamConnection connection, String host, ByteBufferPool buffers, OptionMap options);
  }

  private final Function<URI, InetSocketAddress> names;

  /** For the client, which looks for all that there are. */
  public TimedConnecting() {
    this(uri -> new InetSocketAddress(uri.getHost(), uri.getPort()));
  }

  /** With others who know which address a name has now; may block. */
  TimedConnecting(Function<URI, InetSocketAddress> names) {
    this.names = names;
  }

  @Override
  public Set<String> handlesSchemes() {
    Set<String> schemes = new HashSet<>();
    PROTOCOLS.keySet().forEach(scheme -> schemes.add(PREFIX + scheme));
    return schemes;
  }

  @Override
  public void connect(
      ClientCallback<ClientConnection> told,
      URI uri,
      XnioWorker worker,
      @Nullable XnioSsl ssl,
      ByteBufferPool buffers,
      OptionMap options) {
    connect(told, null, uri, worker.getIoThread(), ssl, buffers, options);
  }

  @Override
  public void connect(
      ClientCallback<ClientConnection> told,
      @Nullable InetSocketAddress from,
      URI uri,
      XnioWorker worker,
      @Nullable XnioSsl ssl,
      ByteBufferPool buffers,
      OptionMap options) {
    connect(told, from, uri, worker.getIoThread(), ssl, buffers, options);
  }

  @Override
  public void connect(
      ClientCallback<ClientConnection> told,
      URI uri,
      XnioIoThread thread,
      @Nullable XnioSsl ssl,
      ByteBufferPool buffers,
      OptionMap options) {
    connect(told, null, uri, thread, ssl, buffers, options);
  }

  @Override
  public void connect(
      ClientCallback<ClientConnection> told,
      @Nullable InetSocketAddress from,
      URI uri,
      XnioIoThread thread,
      @Nullable XnioSsl ssl,
      ByteBufferPool buffers,
      OptionMap options) {
    Opened opened =
        Objects.requireNonNull(PROTOCOLS.get(uri.getScheme().substring(PREFIX.length())));
    Attempt attempt = new Attempt(told, uri, options.get(WITHIN_MILLIS));
    attempt.limit(thread);
    lookUp(
        uri,
        thread,
        where ->
            attempt.begin(
                where,
                () ->
                    thread.openStreamConnection(
                        where,
                        connection ->
                            attempt.completed(
                                opened.client(connection, uri.getHost(), buffers, options)),
                        options)));
  }

  /** Tells the thread of an attempt where that leads; at once, unless it is to a name. */
  private void lookUp(URI uri, XnioIoThread thread, Consumer<InetSocketAddress> told) {
    if (isNumber(uri.getHost())) {
      told.accept(new InetSocketAddress(uri.getHost(), uri.getPort()));
    } else {
      // Whoever knows names may take his time: for that, nobody else of this thread is to wait.
      thread
          .getWorker()
          .execute(() -> {
            InetSocketAddress where = names.apply(uri);
            thread.execute(() -> told.accept(where));
          });
    }
  }

  /** Whether a host is an address; the last part of a name begins with a letter. */
  private static boolean isNumber(String host) {
    int last = Math.min(host.lastIndexOf('.') + 1, host.length() - 1); // a name may end with a dot
    return host.startsWith("[") || Character.isDigit(host.charAt(last));
  }

  /** One attempt; all is told by its I/O thread. */
  private static final class Attempt implements ClientCallback<ClientConnection> {
    private final ClientCallback<ClientConnection> told;
    private final URI uri;
    private final int withinMillis;
    private boolean isOver;
    private XnioExecutor.@Nullable Key limit;

    Attempt(ClientCallback<ClientConnection> told, URI uri, int withinMillis) {
      this.told = told;
      this.uri = uri;
      this.withinMillis = withinMillis;
    }

    /** Not a moment before: it would not be long enough yet. */
    void limit(XnioIoThread thread) {
      limit = thread.executeAfter(this::late, withinMillis + 1L, TimeUnit.MILLISECONDS);
    }

    /** Opens a connection, unless it is known already that there will be none. */
    void begin(InetSocketAddress where, Supplier<IoFuture<StreamConnection>> opening) {
      if (where.isUnresolved()) {
        failed(new UnknownHostException("cannot connect to " + uri + ": no such host is known"));
      } else if (!isOver) {
        opening.get().addNotifier((future, _) -> ended(future), null);
      }
    }

    private void ended(IoFuture<? extends StreamConnection> future) {
      if (future.getStatus() == IoFuture.Status.FAILED) {
        failed(future.getException());
      }
    }

    private void late() {
      failed(
          new SocketTimeoutException(
              "cannot connect to " + uri + ": nothing came back for " + withinMillis + " ms"));
    }

    /** Whether this is the first that is known of it. */
    private boolean ends() {
      boolean first = !isOver;
      isOver = true;
      XnioExecutor.Key known = limit;
      limit = null;
      if (known != null) {
        known.remove();
      }
      return first;
    }

    @Override
    public void completed(ClientConnection connection) {
      if (!ends()) {
        IoUtils.safeClose(connection);
        return;
      }
      try {
        told.completed(connection);
      } catch (IllegalStateException nobodyWaits) {
        IoUtils.safeClose(connection);
      }
    }

    @Override
    public void failed(IOException why) {
      if (ends()) {
        told.failed(why);
      }
    }
  }
}
