package dev.ostler.gateway;

import io.undertow.channels.DetachableStreamSinkChannel;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/*
 * The proxy writes what it has read, and flushes at the end. For HTTP/2 that means that nothing of a
 * request leaves before a frame is full: a call of gRPC whose two sides talk in turns would stand
 * still. The channel to write to can only be had from the client's exchange, and that only from its
 * connection.
 */
/** A connection to an app of HTTP/2 that sends each part of a request as it comes. */
final class PromptConnection {
  private PromptConnection() {}

  /** What one method does instead. */
  private interface Instead {
    @Nullable Object call(Object[] arguments);
  }

  static ClientConnection of(ClientConnection connection) {
    return instead(
        ClientConnection.class,
        connection,
        "sendRequest",
        arguments -> {
          @SuppressWarnings("unchecked") // as its declaration says
          ClientCallback<ClientExchange> then = (ClientCallback<ClientExchange>) arguments[1];
          connection.sendRequest((ClientRequest) arguments[0], new Begun(then));
          return null;
        });
  }

  private static <T> T instead(Class<T> type, T real, String name, Instead action) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals(name)) {
                return action.call(arguments);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }

  /** Passes on an exchange whose request goes through another channel. */
  private record Begun(ClientCallback<ClientExchange> then)
      implements ClientCallback<ClientExchange> {
    @Override
    public void completed(ClientExchange exchange) {
      PromptChannel channel = new PromptChannel(exchange.getRequestChannel());
      then.completed(
          instead(ClientExchange.class, exchange, "getRequestChannel", _ -> channel));
    }

    @Override
    public void failed(IOException e) {
      then.failed(e);
    }
  }

  /** Flushes after each write; what is not taken at once is sent by the connection itself. */
  private static final class PromptChannel extends DetachableStreamSinkChannel {
    PromptChannel(StreamSinkChannel delegate) {
      super(delegate);
    }

    @Override
    protected boolean isFinished() {
      return false;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      int written = super.write(from);
      if (written > 0) {
        boolean _ = flush();
      }
      return written;
    }
  }
}
