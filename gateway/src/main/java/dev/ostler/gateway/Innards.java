package dev.ostler.gateway;

import io.undertow.protocols.http2.Http2Channel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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

  private Innards() {}

  static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("internal error: the server has no " + name, e);
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
