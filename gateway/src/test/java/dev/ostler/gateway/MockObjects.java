package dev.ostler.gateway;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;

/**
 * The objects of the mock server. Its own end of a watch waits on the one thread of the server for
 * what only that thread can do, if just then something is told: up to a minute. Here another thread
 * waits.
 */
final class MockObjects extends KubernetesCrudDispatcher {
  @Override
  public MockResponse handleWatch(String path) {
    MockResponse answer = super.handleWatch(path);
    WebSocketListener watch = answer.getWebSocketListener();
    return watch == null ? answer : answer.withWebSocketUpgrade(new Watch(watch));
  }

  private static final class Watch extends WebSocketListener {
    private final WebSocketListener watch;

    Watch(WebSocketListener watch) {
      this.watch = watch;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      watch.onOpen(socket, response);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      Thread.startVirtualThread(() -> watch.onClosing(socket, code, reason));
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
      Thread.startVirtualThread(() -> watch.onClosed(socket, code, reason));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
      Thread.startVirtualThread(() -> watch.onFailure(socket, failure, response));
    }
  }
}
