package dev.ostler.gateway;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.StreamSinkChannelWrappingConduit;

/**
 * A connection to an app that speaks HTTP/2, to which bodies of requests go at once, and whose
 * answers are awaited by {@link FramedAnswer}.
 */
final class PromptConnection {
  private PromptConnection() {}

  static ProxyConnection of(ProxyConnection connection) {
    ClientConnection plain = connection.getConnection();
    ClientConnection prompt =
        wrapped(
            ClientConnection.class,
            plain,
            (method, arguments) -> {
              if (!method.getName().equals("sendRequest")) {
                return null;
              }
              plain.sendRequest((ClientRequest) arguments[0], prompt(callback(arguments[1])));
              return DONE;
            });
    return new ProxyConnection(prompt, connection.getTargetPath());
  }

  private static final Object DONE = new Object();

  @SuppressWarnings("unchecked") // as sendRequest and setResponseListener say
  private static ClientCallback<ClientExchange> callback(Object argument) {
    return (ClientCallback<ClientExchange>) argument;
  }

  private static ClientCallback<ClientExchange> prompt(ClientCallback<ClientExchange> told) {
    return new ClientCallback<>() {
      @Override
      public void completed(ClientExchange exchange) {
        told.completed(prompt(exchange));
      }

      @Override
      public void failed(IOException why) {
        told.failed(why);
      }
    };
  }

  private static ClientExchange prompt(ClientExchange exchange) {
    StreamSinkChannel plain = exchange.getRequestChannel();
    StreamSinkChannel prompt =
        new ConduitStreamSinkChannel(
            plain, new PromptSink(new StreamSinkChannelWrappingConduit(plain)));
    return wrapped(
        ClientExchange.class,
        exchange,
        (method, arguments) ->
            switch (method.getName()) {
              case "getRequestChannel" -> prompt;
              case "setResponseListener" -> {
                FramedAnswer.await(exchange, callback(arguments[0]));
                yield DONE;
              }
              default -> null;
            });
  }

  /** What is done otherwise; null to have it done as it is. */
  private interface Change {
    @Nullable Object to(Method method, Object[] arguments);
  }

  private static <T> T wrapped(Class<T> type, T plain, Change change) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          Object changed = change.to(method, arguments == null ? new Object[0] : arguments);
          try {
            return changed == null
                ? method.invoke(plain, arguments)
                : changed.equals(DONE) ? null : changed;
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
