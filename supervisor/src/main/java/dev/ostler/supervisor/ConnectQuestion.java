package dev.ostler.supervisor;

import dev.ostler.entrypoint.Connection;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Asks by a connection, and over it for a page if wanted. */
final class ConnectQuestion implements Question {
  private final Router router;
  private final List<InetSocketAddress> addresses;
  private final Optional<Probe.Http> page;
  private final Queue<InetSocketAddress> untried = new ArrayDeque<>();
  private @Nullable Connection connection;
  private @Nullable Asker asker;
  private StatusReader answer = new StatusReader();
  private boolean connected;
  private Optional<String> refusal = Optional.empty();

  private ConnectQuestion(
      Router router, List<InetSocketAddress> addresses, Optional<Probe.Http> page) {
    this.router = router;
    this.addresses = addresses;
    this.page = page;
  }

  static Question of(Router router, Probe.Tcp probe) {
    return new ConnectQuestion(router, probe.addresses(), Optional.empty());
  }

  static Question of(Router router, Probe.Http probe) {
    return new ConnectQuestion(router, probe.addresses(), Optional.of(probe));
  }

  @Override
  public void ask(Asker whom) {
    asker = whom;
    refusal = Optional.empty();
    untried.clear();
    untried.addAll(addresses);
    connectToNext();
  }

  /** The first refusal is told: it is of the address that most servers listen at. */
  private void connectToNext() {
    connected = false;
    answer = new StatusReader();
    InetSocketAddress address = untried.poll();
    if (address == null) {
      fail(refusal.orElse("there is no address"));
      return;
    }
    try {
      Connection opening = router.connect(address, this::happened);
      connection = opening;
      page.ifPresent(wanted -> opening.write(wanted.request().getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  private void refused(String reason) {
    refusal = refusal.or(() -> Optional.of(reason));
    connectToNext();
  }

  private void happened(ConnectionEvent event) {
    switch (event) {
      case ConnectionEvent.Opened _ -> {
        connected = true;
        if (page.isEmpty()) {
          succeed();
        }
      }
      case ConnectionEvent.Received received -> read(received.bytes());
      case ConnectionEvent.InputEnded _ -> fail(ending());
      case ConnectionEvent.Ended ended -> ended(ended.reason());
      case ConnectionEvent.Drained _ -> {}
    }
  }

  private void ended(Optional<LinuxException> reason) {
    String why = reason.map(LinuxException::getMessage).orElse(ending());
    if (connected) {
      fail(why);
    } else {
      refused(why);
    }
  }

  private String ending() {
    return answer.size() == 0
        ? "it closed the connection without an answer"
        : "it closed the connection within the header of its answer";
  }

  private void read(byte[] bytes) {
    if (page.isEmpty()) {
      return; // A server that speaks first.
    }
    try {
      answer.take(bytes);
      if (answer.isComplete()) {
        judge(page.get(), answer.status());
      }
    } catch (StatusReader.BadAnswerException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void judge(Probe.Http wanted, int status) {
    if (wanted.isWell(status)) {
      succeed();
    } else {
      fail("it answered with status " + status);
    }
  }

  private void succeed() {
    Asker waiting = end();
    if (waiting != null) {
      waiting.succeeded();
    }
  }

  private void fail(String reason) {
    Asker waiting = end();
    if (waiting != null) {
      waiting.failed(reason);
    }
  }

  private @Nullable Asker end() {
    Asker waiting = asker;
    asker = null;
    if (connection != null) {
      router.close(connection);
      connection = null;
    }
    return waiting;
  }

  @Override
  public void giveUp() {
    end();
  }

  @Override
  public String missing() {
    if (!connected) {
      return "no connection";
    }
    return answer.size() == 0 ? "no answer" : "no end of the answer's header";
  }

  @Override
  public void close() {
    giveUp();
  }
}
