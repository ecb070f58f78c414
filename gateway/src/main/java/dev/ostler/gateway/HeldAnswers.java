package dev.ostler.gateway;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2StreamSinkChannel;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.util.AttachmentKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/*
 * The server holds the frame of an answer for which its client has no room. If that client takes
 * the request back, it notes so and goes on holding the frame until the connection ends, without a
 * word to anybody: nothing that is public tells of it. So the server's own fields are read after
 * each frame that has come; in most cases, nothing is held. A server of another version that has
 * other fields fails at the first request by HTTP/2, which the tests see.
 */
/** Ends answers that were taken back while their client let nothing more of them in. */
final class HeldAnswers {
  private static final AttachmentKey<Boolean> IS_WATCHED = AttachmentKey.create(Boolean.class);
  private static final VarHandle CHANNEL =
      field(Http2ServerConnection.class, "channel", Http2Channel.class);
  private static final VarHandle HELD =
      field(AbstractFramedChannel.class, "heldFrames", Deque.class);
  private static final VarHandle IS_TAKEN_BACK =
      field(Http2StreamSinkChannel.class, "reset", boolean.class);

  private HeldAnswers() {}

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("internal error: the server has no " + owner + "." + name, e);
    }
  }

  /** Begins to look at a connection of HTTP/2, if nobody does. For its I/O thread. */
  static void watch(ServerConnection connection) {
    if (connection.getAttachment(IS_WATCHED) == null) {
      connection.putAttachment(IS_WATCHED, true);
      Http2Channel channel = (Http2Channel) CHANNEL.get((Http2ServerConnection) connection);
      listen(channel, (ChannelListener.SimpleSetter<Http2Channel>) channel.getReceiveSetter());
    }
  }

  private static void listen(
      Http2Channel channel, ChannelListener.SimpleSetter<Http2Channel> receivers) {
    ChannelListener<? super Http2Channel> usual = receivers.get();
    receivers.set(_ -> {
      usual.handleEvent(channel);
      takenBack(channel).forEach(IoUtils::safeClose);
    });
  }

  /** Those that are held no more from now on. */
  private static List<Http2StreamSinkChannel> takenBack(Http2Channel channel) {
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
