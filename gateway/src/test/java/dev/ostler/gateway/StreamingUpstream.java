package dev.ostler.gateway;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** An app with a websocket, an event stream, uploads and downloads. */
final class StreamingUpstream implements AutoCloseable {
  private static final int KEPT = 1 << 10;
  private static final String END = "the end";

  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final CountDownLatch streamEnded = new CountDownLatch(1);
  private final ByteArrayOutputStream uploaded = new ByteArrayOutputStream();
  private final Undertow server;

  StreamingUpstream() {
    server =
        Undertow.builder()
            .setWorkerThreads(4)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .addHttpListener(
                0,
                "127.0.0.1",
                Handlers.path()
                    .addExactPath("/socket", Handlers.websocket((_, socket) -> echo(socket)))
                    .addExactPath("/events", new BlockingHandler(this::stream))
                    .addExactPath(
                        "/upload", new HttpContinueReadHandler(new BlockingHandler(this::upload)))
                    .addExactPath("/download", new BlockingHandler(this::download)))
            .build();
    server.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
  }

  private static void echo(WebSocketChannel socket) {
    socket
        .getReceiveSetter()
        .set(
            new AbstractReceiveListener() {
              @Override
              protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                WebSockets.sendText(message.getData(), from, null);
              }
            });
    socket.resumeReceives();
  }

  void say(String event) {
    events.add(event);
  }

  /** Whether nobody takes its events, or its download, any more. */
  boolean isDeaf() {
    events.add(": are you there?\n\n");
    return streamEnded.getCount() == 0;
  }

  private void stream(HttpServerExchange exchange) throws InterruptedException {
    exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_TYPE, "text/event-stream");
    try {
      exchange.getOutputStream().flush();
      for (String event = events.take(); !event.equals(END); event = events.take()) {
        exchange.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getOutputStream().flush();
      }
    } catch (IOException gone) {
      streamEnded.countDown();
    }
  }

  private void upload(HttpServerExchange exchange) throws IOException {
    InputStream in = exchange.getInputStream();
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      size += read;
      keep(buffer, read);
    }
    exchange.getResponseSender().send(size + " bytes");
  }

  private synchronized void keep(byte[] buffer, int length) {
    if (uploaded.size() < KEPT) {
      uploaded.write(buffer, 0, Math.min(length, KEPT));
    }
  }

  synchronized String uploaded() {
    return uploaded.toString(StandardCharsets.UTF_8);
  }

  private void download(HttpServerExchange exchange) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (long left = Long.parseLong(exchange.getQueryString()); left > 0; left -= buffer.length) {
        exchange.getOutputStream().write(buffer, 0, (int) Math.min(left, buffer.length));
      }
    } catch (IOException gone) {
      streamEnded.countDown();
    }
  }

  @Override
  public void close() {
    events.add(END);
    server.stop();
  }
}
