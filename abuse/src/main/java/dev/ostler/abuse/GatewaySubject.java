package dev.ostler.abuse;

import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** {@code ostler gateway} before an app that a real {@code ostler run} wakes and rests. */
final class GatewaySubject implements Subject {
  private final Options options;
  private final Ledger ledger;
  private final GatewayPlace place = new GatewayPlace();
  private final GatewayLives lives;
  private final Disturbances disturbances = new Disturbances();

  private GatewaySubject(Options options, Ledger ledger) throws IOException {
    this.options = options;
    this.ledger = ledger;
    this.lives = new GatewayLives(place, ledger);
  }

  static GatewaySubject start(Options options, Ledger ledger)
      throws IOException, InterruptedException, NotHereException {
    if (!RealPart.ROOT.isThere() || !RealPart.UNSHARE.isThere()) {
      throw new NotHereException("its app lives in a namespace: run it as root, with util-linux");
    }
    if (!RealPart.PYTHON.isThere()) {
      throw new NotHereException("its app is written in it: apt-get install python3");
    }
    GatewaySubject subject = new GatewaySubject(options, ledger);
    subject.begin();
    return subject;
  }

  private void begin() throws InterruptedException {
    lives.startPlatform();
    lives.startGateway();
    if (!lives.awaitServed()) {
      close();
      throw new AssertionError("the gateway does not serve the app in the first place");
    }
  }

  @Override
  public void round(long number, RandomGenerator random) throws Exception {
    disturbances.clear();
    List<Fault> possible = Fault.of(Level.GATEWAY).stream().filter(options::wants).toList();
    Deck deck = new Deck(possible, number, random);
    GatewayFaults faults = new GatewayFaults(place, lives, disturbances, random);
    try (Traffic traffic = Traffic.start(place.port(), disturbances, ledger, random)) {
      int count = deck.isEmpty() ? 0 : 2 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        Fault fault = deck.draw();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
        ledger.did(fault);
        faults.commit(fault);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
      traffic.end();
    }
    assertWell();
  }

  private void assertWell() throws IOException, InterruptedException {
    if (!lives.survived()) {
      lives.startGateway();
    }
    boolean rests = Patience.until(Patience.LONG, place::isResting);
    ledger.check(
        Invariant.RESTED,
        rests,
        rests ? "" : place.explained() + "; the gateway said last: " + lives.lastWords());
    if (rests) {
      lives.assertSteady();
    } else {
      // What it has wrong it would have wrong in all rounds to come.
      lives.killGateway();
      lives.startGateway();
    }
    boolean _ = lives.awaitServed();
    String overlaps =
        Files.exists(place.path("overlaps")) ? Files.readString(place.path("overlaps")) : "";
    ledger.check(Invariant.ONE_APP, overlaps.isEmpty(), "ran twice: " + overlaps);
    Files.deleteIfExists(place.path("overlaps"));
  }

  @Override
  public void close() {
    lives.close();
    place.close();
  }
}
