package dev.ostler.gateway;

import io.undertow.client.ClientConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.http2.Http2Channel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/*
 * A server or client of another version that has other fields fails at the first request by
 * HTTP/2, which the tests see.
 */
/** What the server and the proxy's client know of HTTP/2 and say nowhere. */
final class Innards {
  private static final VarHandle CONTINUATION =
      field(
          Http2Channel.class,
          "continuationParser",
          named("io.undertow.protocols.http2.Http2HeadersParser"));

  private static final MethodHandle HTTP_CLIENT = httpClient();

  private Innards() {}

  static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("internal error: the server has no " + name, e);
    }
  }

  private static MethodHandle httpClient() {
    Class<?> type = named("io.undertow.client.http.HttpClientConnection");
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findConstructor(
              type,
              MethodType.methodType(
                  void.class, StreamConnection.class, OptionMap.class, ByteBufferPool.class))
          .asType(
              MethodType.methodType(
                  ClientConnection.class,
                  StreamConnection.class,
                  OptionMap.class,
                  ByteBufferPool.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("internal error: the client cannot be made of a connection", e);
    }
  }

  /** The proxy's client of HTTP/1.1, which is made by what opens connections alone. */
  static ClientConnection httpClient(
      StreamConnection connection, OptionMap options, ByteBufferPool buffers) {
    try {
      return (ClientConnection) HTTP_CLIENT.invokeExact(connection, options, buffers);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("internal error: a client says what it does not declare", e);
    }
  }

  static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("internal error: the server has no " + owner + "." + name, e);
    }
  }

  /**
   * Whether more is to come of the head that was received last. What comes in one piece is told as
   * one, however many frames it has; of what does not, the first piece is told as if it were all,
   * and that its stream ends is forgotten.
   */
  static boolean isHeadPartial(Http2Channel channel) {
    return CONTINUATION.get(channel) != null;
  }
}
