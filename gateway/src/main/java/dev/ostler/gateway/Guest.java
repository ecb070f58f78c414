package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.util.ArrayList;
import java.util.List;

/** The client of one exchange, who may go before he has his answer. */
final class Guest {
  /** Of an exchange, once somebody has asked for its guest. */
  static final AttachmentKey<Guest> KEY = AttachmentKey.create(Guest.class);

  private final List<Runnable> farewells = new ArrayList<>(2);
  private boolean isGone;

  private Guest() {}

  /** The guest of an exchange; first asked for before its answer is begun. */
  static Guest of(HttpServerExchange exchange) {
    Guest known = exchange.getAttachment(KEY);
    if (known != null) {
      return known;
    }
    Guest guest = new Guest();
    exchange.putAttachment(KEY, guest);
    TakenBack.watch(exchange, guest::goes);
    ConnectionEnds.add(exchange, guest::goes);
    return guest;
  }

  /** Has something run, once, when he goes without his answer or if he is gone already. */
  void whenGone(Runnable farewell) {
    synchronized (this) {
      if (!isGone) {
        farewells.add(farewell);
        return;
      }
    }
    farewell.run();
  }

  private void goes() {
    List<Runnable> all;
    synchronized (this) {
      isGone = true;
      all = List.copyOf(farewells);
      farewells.clear();
    }
    all.forEach(Runnable::run);
  }
}
