package dev.ostler.gateway;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.util.AttachmentKey;
import org.xnio.ChannelListener;

/*
 * Whatever comes of a head after its request was refused costs the client nothing if it is empty.
 * Each look is after as much as is read at once, of which what is left of a proper head fills few.
 */
/** Hangs up on a client of HTTP/2 that goes on and on with a head. For its I/O thread. */
final class HeadFlood {
  private static final AttachmentKey<HeadFlood> KEY = AttachmentKey.create(HeadFlood.class);
  private static final int MOST = 16;

  private int looks;

  private HeadFlood() {}

  /** A request was refused because more of its head is to come. */
  static void limit(Http2Channel channel) {
    if (channel.getAttachment(KEY) == null) {
      HeadFlood flood = new HeadFlood();
      channel.putAttachment(KEY, flood);
      flood.watch(channel, (ChannelListener.SimpleSetter<Http2Channel>) channel.getReceiveSetter());
    }
  }

  private void watch(Http2Channel channel, ChannelListener.SimpleSetter<Http2Channel> receivers) {
    ChannelListener<? super Http2Channel> usual = receivers.get();
    receivers.set(_ -> {
      usual.handleEvent(channel);
      if (Innards.isHeadPartial(channel) && ++looks > MOST) {
        channel.sendGoAway(Http2Channel.ERROR_ENHANCE_YOUR_CALM);
      }
    });
  }
}
