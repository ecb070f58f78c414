package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.util.List;
import java.util.Set;

/**
 * The end of a call that has nothing else to say. Apps may say it in their one and only head, which
 * must then end the stream; here a frame without data would follow, which clients take for a fault.
 * So it is said in trailers, which means the same.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">Trailers-Only</a>
 */
final class GrpcEnd {
  private static final HttpString STATUS = new HttpString("grpc-status");
  private static final Set<HttpString> OF_THE_HEAD =
      Set.of(Headers.CONTENT_TYPE, Headers.DATE, Headers.SERVER, Headers.CONTENT_LENGTH);

  private GrpcEnd() {}

  /** To be called before the head goes out. */
  static void putBehind(HttpServerExchange exchange) {
    HeaderMap head = exchange.getResponseHeaders();
    if (!exchange.getProtocol().equals(Protocols.HTTP_2_0) || !head.contains(STATUS)) {
      return;
    }
    HeaderMap trailers = new HeaderMap();
    for (HttpString name : List.copyOf(head.getHeaderNames())) {
      if (!OF_THE_HEAD.contains(name)) {
        trailers.addAll(name, head.get(name));
        head.remove(name);
      }
    }
    head.remove(Headers.CONTENT_LENGTH);
    exchange.putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
  }
}
