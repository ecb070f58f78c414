package dev.ostler.engine;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Makes HTTP messages of requests. */
final class Messages {
  private Messages() {}

  static ClassicHttpRequest of(Request request, String target) {
    ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), target);
    message.addHeader("Host", "localhost");
    message.addHeader("User-Agent", "ostler");
    request.headers().forEach(message::addHeader);
    if (request.body().isPresent()) {
      attach(message, request.body().get());
    } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      message.addHeader("Content-Length", "0");
    }
    return message;
  }

  private static void attach(ClassicHttpRequest message, Body body) {
    message.addHeader("Content-Type", body.contentType());
    message.setEntity(entity(message, body));
  }

  private static HttpEntity entity(ClassicHttpRequest message, Body body) {
    ContentType type = ContentType.parse(body.contentType());
    return switch (body) {
      case Body.Json json -> {
        message.addHeader("Content-Length", json.text().length);
        yield new ByteArrayEntity(json.text(), type);
      }
      case Body.Streamed streamed -> {
        message.addHeader("Transfer-Encoding", "chunked");
        yield new EntityTemplate(-1, type, null, out -> Upload.write(streamed.writer(), out));
      }
    };
  }
}
