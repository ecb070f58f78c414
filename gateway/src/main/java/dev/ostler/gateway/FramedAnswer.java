package dev.ostler.gateway;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientExchange;
import io.undertow.client.http2.Http2ClientConnection;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2StreamSinkChannel;
import io.undertow.protocols.http2.Http2StreamSourceChannel;
import io.undertow.util.HeaderMap;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/*
 * A name with a space or a capital letter, a window that grows by nothing: the client takes such a
 * request back itself, and tells nobody who waits for its answer. Nothing that is public tells of
 * it. So it is looked at after each frame that has come, as TakenBack does. A connection carries
 * one request at a time: its pool gives it away again when that is over.
 *
 * An answer that is not the last, such as 103, the client reads and forgets, and takes the last one
 * for its trailers. So it is made to forget that there was any.
 */
/**
 * The answer of an app that speaks HTTP/2, told once: it has come, or never will. One whose head
 * would be another one in HTTP/1.1 is none. For the I/O thread of its connection.
 */
final class FramedAnswer implements ClientCallback<ClientExchange> {
  private static final VarHandle CHANNEL =
      Innards.field(Http2ClientConnection.class, "http2Channel", Http2Channel.class);
  private static final VarHandle STREAMS =
      Innards.field(Http2Channel.class, "currentStreams", Map.class);

  private static final VarHandle BEGUN =
      Innards.field(
          Innards.named("io.undertow.protocols.http2.Http2Channel$StreamHolder"),
          "sourceChannel",
          Http2StreamSourceChannel.class);

  private final ClientCallback<ClientExchange> told;
  private boolean isTold;
  private Runnable stopWatching = () -> {};

  private FramedAnswer(ClientCallback<ClientExchange> told) {
    this.told = told;
  }

  /** Waits for that of a request that is being sent. */
  static void await(ClientExchange exchange, ClientCallback<ClientExchange> told) {
    FramedAnswer answer = new FramedAnswer(told);
    exchange.setResponseListener(answer);
    if (!answer.isTold) {
      answer.watch(exchange);
    }
  }

  private void watch(ClientExchange exchange) {
    int stream = ((Http2StreamSinkChannel) exchange.getRequestChannel()).getStreamId();
    Http2Channel channel = channel(exchange);
    var receivers = (ChannelListener.SimpleSetter<Http2Channel>) channel.getReceiveSetter();
    ChannelListener<? super Http2Channel> usual = receivers.get();
    stopWatching = () -> receivers.set(usual);
    receivers.set(_ -> {
      usual.handleEvent(channel);
      if (!isTold) {
        lookAt(((Map<?, ?>) STREAMS.get(channel)).get(stream));
      }
    });
  }

  private void lookAt(@Nullable Object stream) {
    if (stream == null) {
      failed(new IOException("the answer is malformed"));
    } else if (BEGUN.get(stream) != null) {
      BEGUN.set(stream, null);
    }
  }

  private static Http2Channel channel(ClientExchange exchange) {
    return (Http2Channel) CHANNEL.get((Http2ClientConnection) exchange.getConnection());
  }

  /** Whether nobody has told of it before. */
  private boolean tells() {
    boolean first = !isTold;
    isTold = true;
    stopWatching.run();
    stopWatching = () -> {};
    return first;
  }

  @Override
  public void completed(ClientExchange exchange) {
    HeaderMap head = exchange.getResponse().getResponseHeaders();
    if (!Fields.areProper(head)) {
      IoUtils.safeClose(exchange.getResponseChannel());
      failed(new IOException("the head of the answer is malformed"));
    } else if (tells()) {
      Http2Hygiene.cleanAnswer(head);
      told.completed(exchange);
    }
  }

  @Override
  public void failed(IOException why) {
    if (tells()) {
      told.failed(why);
    }
  }
}
