package dev.ostler.gateway;

import io.undertow.UndertowOptions;
import io.undertow.client.ClientConnection;
import io.undertow.client.http2.Http2ClientConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.util.Attachable;
import io.undertow.util.AttachmentKey;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** What the proxy's client makes of a connection to an app, whose answers it can understand. */
final class AppConnection {
  private static final AttachmentKey<FinalAnswers> ANSWERS =
      AttachmentKey.create(FinalAnswers.class);

  private AppConnection() {}

  /** By HTTP/1.1. */
  static ClientConnection plain(
      StreamConnection connection, String host, ByteBufferPool buffers, OptionMap options) {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    FinalAnswers answers = new FinalAnswers(source.getConduit());
    source.setConduit(answers);
    ClientConnection client = Innards.httpClient(connection, options, buffers);
    ((Attachable) client).putAttachment(ANSWERS, answers);
    return client;
  }

  /** By HTTP/2. */
  static ClientConnection framed(
      StreamConnection connection, String host, ByteBufferPool buffers, OptionMap options) {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    source.setConduit(new JoinedHeads(source.getConduit()));
    OptionMap longer =
        OptionMap.builder()
            .addAll(options)
            .set(UndertowOptions.HTTP2_SETTINGS_MAX_FRAME_SIZE, JoinedHeads.LARGEST_FRAME)
            .getMap();
    Http2Channel channel = new Http2Channel(connection, null, buffers, null, true, false, longer);
    return new Http2ClientConnection(channel, false, host, null, false);
  }

  /** A request is about to be sent by HTTP/1.1. */
  static void expectAnswer(ClientConnection connection) {
    FinalAnswers answers = ((Attachable) connection).getAttachment(ANSWERS);
    if (answers != null) {
      answers.expect();
    }
  }
}
