package dev.ostler.gateway;

import io.undertow.UndertowOptions;
import io.undertow.client.ClientConnection;
import io.undertow.client.http2.Http2ClientConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.util.Attachable;
import io.undertow.util.AttachmentKey;
import java.lang.reflect.Constructor;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/*
 * The client of HTTP/1.1 is made by what opens connections alone, and that gives nobody the
 * connection before. One of another version that is made otherwise fails at the first request.
 */
/** What the proxy's client makes of a connection to an app, whose answers it can understand. */
final class AppConnection {
  private static final AttachmentKey<FinalAnswers> ANSWERS =
      AttachmentKey.create(FinalAnswers.class);

  private static final Constructor<?> PLAIN_CLIENT = plainClient();

  private AppConnection() {}

  private static Constructor<?> plainClient() {
    try {
      Constructor<?> maker =
          Class.forName("io.undertow.client.http.HttpClientConnection")
              .getDeclaredConstructor(
                  StreamConnection.class, OptionMap.class, ByteBufferPool.class);
      maker.setAccessible(true);
      return maker;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("internal error: there is another client than this one knows", e);
    }
  }

  /** By HTTP/1.1. */
  static ClientConnection plain(
      StreamConnection connection, String host, ByteBufferPool buffers, OptionMap options) {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    FinalAnswers answers = new FinalAnswers(source.getConduit());
    source.setConduit(answers);
    ClientConnection client = client(connection, options, buffers);
    ((Attachable) client).putAttachment(ANSWERS, answers);
    return client;
  }

  private static ClientConnection client(
      StreamConnection connection, OptionMap options, ByteBufferPool buffers) {
    try {
      return (ClientConnection) PLAIN_CLIENT.newInstance(connection, options, buffers);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("internal error: the client cannot be made of a connection", e);
    }
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
