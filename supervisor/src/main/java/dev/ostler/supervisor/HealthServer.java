package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.Connection;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.ListenHandler;
import dev.ostler.supervisor.HttpRequestReader.BadRequestException;
import dev.ostler.supervisor.HttpRequestReader.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Answers by HTTP, on the one loop: no thread, and no wake-up but when somebody asks. */
final class HealthServer implements AutoCloseable {
  /** How many may be connected at once; who comes after them is told so. */
  static final int MOST_CONNECTIONS = 100;

  /** How long a request, or the taking of its answer, may take, and a connection be idle. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Somebody who is connected. */
  private static final class Client {
    private final HttpRequestReader reader = new HttpRequestReader();
    private Alarm patience;
    private boolean finishing;

    Client(Alarm patience) {
      this.patience = patience;
    }
  }

  private final Router router;
  private final HealthPages pages;
  private final ListenHandler listener;
  private final Map<Connection, Client> clients = new HashMap<>();

  /** Listens; a port of 0 is one that is free. */
  HealthServer(Router router, InetSocketAddress address, HealthPages pages) throws IOException {
    this.router = router;
    this.pages = pages;
    this.listener = router.listen(address, this::happened);
  }

  int port() {
    return listener.port().orElseThrow();
  }

  private void happened(ConnectionEvent event) {
    Connection connection = event.connection();
    switch (event) {
      case ConnectionEvent.Opened _ -> opened(connection);
      case ConnectionEvent.Received received ->
          client(connection).ifPresent(client -> received(connection, client, received.bytes()));
      case ConnectionEvent.InputEnded _ -> finish(connection);
      case ConnectionEvent.Ended _ -> forget(connection);
      case ConnectionEvent.Drained _ -> {}
    }
  }

  private Optional<Client> client(Connection connection) {
    return Optional.ofNullable(clients.get(connection));
  }

  private void opened(Connection connection) {
    if (clients.size() >= MOST_CONNECTIONS) {
      connection.write(HealthPages.full().bytes(true, false));
      connection.finish();
      return;
    }
    clients.put(connection, new Client(patience(connection)));
  }

  private Alarm patience(Connection connection) {
    return router.later(
        PATIENCE,
        () -> {
          clients.remove(connection);
          router.close(connection);
        });
  }

  private void received(Connection connection, Client client, byte[] bytes) {
    if (client.finishing) {
      return;
    }
    client.reader.take(bytes);
    try {
      Optional<Request> next = client.reader.next();
      while (next.isPresent() && answer(connection, next.get())) {
        router.cancel(client.patience);
        client.patience = patience(connection);
        next = client.reader.next();
      }
    } catch (BadRequestException e) {
      connection.write(HealthPages.refusal(e).bytes(true, false));
      finish(connection);
    }
  }

  /** Returns whether another request may follow. */
  private boolean answer(Connection connection, Request request) {
    byte[] answer =
        pages.answer(request).bytes(!request.method().equals("HEAD"), request.keepsAlive());
    boolean taken = connection.write(answer);
    if (!taken || !request.keepsAlive()) {
      finish(connection);
      return false;
    }
    return true;
  }

  /** Nothing more is read; who does not take the answer in time is cut off. */
  private void finish(Connection connection) {
    Client client = clients.get(connection);
    if (client != null && !client.finishing) {
      client.finishing = true;
      connection.finish();
    }
  }

  private void forget(Connection connection) {
    Client client = clients.remove(connection);
    if (client != null) {
      router.cancel(client.patience);
    }
  }

  @Override
  public void close() {
    router.close(listener);
    clients.forEach((connection, client) -> {
      router.cancel(client.patience);
      router.close(connection);
    });
    clients.clear();
  }
}
