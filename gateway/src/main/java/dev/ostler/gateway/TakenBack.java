package dev.ostler.gateway;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2DataStreamSinkChannel;
import io.undertow.protocols.http2.Http2StreamSinkChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.util.AttachmentKey;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/*
 * A client of HTTP/2 may take one request back, and its connection goes on. The server notes that
 * and tells nobody. It calls once more whoever waits for room in the answer, but not if the proxy
 * has ceased to wait meanwhile; and an answer for which the client had no room it holds until the
 * connection ends. Nothing that is public tells of either. So the server's own fields are read
 * after each frame that has come.
 */
/** Notices that the client of HTTP/2 has taken a request back. For its I/O thread. */
final class TakenBack {
  private static final AttachmentKey<TakenBack> KEY = AttachmentKey.create(TakenBack.class);
  private static final VarHandle CHANNEL =
      Innards.field(Http2ServerConnection.class, "channel", Http2Channel.class);
  private static final VarHandle ANSWER =
      Innards.field(
          Http2ServerConnection.class, "responseChannel", Http2DataStreamSinkChannel.class);
  private static final VarHandle HELD =
      Innards.field(AbstractFramedChannel.class, "heldFrames", Deque.class);
  private static final VarHandle IS_TAKEN_BACK =
      Innards.field(Http2StreamSinkChannel.class, "reset", boolean.class);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  /** An answer that is not over, and what is to be done if nobody waits for it any more. */
  private record Watch(Http2StreamSinkChannel answer, Runnable gone) {}

  private TakenBack() {}

  /** Begins to look, until the exchange ends. */
  static void watch(HttpServerExchange exchange, Runnable gone) {
    if (exchange.getConnection() instanceof Http2ServerConnection connection) {
      TakenBack all = of(connection);
      Watch watch = new Watch((Http2StreamSinkChannel) ANSWER.get(connection), gone);
      all.watches.add(watch);
      exchange.addExchangeCompleteListener((_, next) -> {
        all.watches.remove(watch);
        next.proceed();
      });
    }
  }

  /** Of HTTP/2, what the connection is in fact. */
  static Http2Channel channel(Http2ServerConnection connection) {
    return (Http2Channel) CHANNEL.get(connection);
  }

  /** All streams of a connection have the attachments of that in common. */
  private static TakenBack of(ServerConnection connection) {
    TakenBack known = connection.getAttachment(KEY);
    if (known != null) {
      return known;
    }
    TakenBack made = new TakenBack();
    connection.putAttachment(KEY, made);
    Http2Channel channel = channel((Http2ServerConnection) connection);
    made.listen(channel, (ChannelListener.SimpleSetter<Http2Channel>) channel.getReceiveSetter());
    return made;
  }

  private void listen(Http2Channel channel, ChannelListener.SimpleSetter<Http2Channel> receivers) {
    ChannelListener<? super Http2Channel> usual = receivers.get();
    receivers.set(_ -> {
      usual.handleEvent(channel);
      look(channel);
    });
  }

  private void look(Http2Channel channel) {
    heldInVain(channel).forEach(IoUtils::safeClose);
    List<Watch> over = new ArrayList<>(0);
    for (Watch watch : watches) {
      if ((boolean) IS_TAKEN_BACK.get(watch.answer())) {
        over.add(watch);
      }
    }
    for (Watch watch : over) {
      watches.remove(watch);
      watch.gone().run();
    }
  }

  /** Those that are held no more from now on. */
  private static List<Http2StreamSinkChannel> heldInVain(Http2Channel channel) {
    List<Http2StreamSinkChannel> answers = new ArrayList<>(0);
    synchronized (channel) { // as whoever holds frames does
      ((Deque<?>) HELD.get(channel))
          .removeIf(frame ->
              frame instanceof Http2StreamSinkChannel answer
                  && (boolean) IS_TAKEN_BACK.get(answer)
                  && answers.add(answer));
    }
    return answers;
  }
}
