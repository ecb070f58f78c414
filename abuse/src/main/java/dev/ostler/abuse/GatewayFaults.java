package dev.ostler.abuse;

import dev.ostler.abuse.Disturbances.Disturbance;
import dev.ostler.abuse.Disturbances.Of;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Harm to a gateway, to its app, and to what is between them. */
final class GatewayFaults {
  private static final int KILL = 9;
  private static final int STOP = 19;
  private static final int CONT = 18;
  private static final int MOST_MILLIS = 900;

  private final GatewayPlace place;
  private final GatewayLives lives;
  private final Disturbances disturbances;
  private final RandomGenerator random;

  GatewayFaults(
      GatewayPlace place, GatewayLives lives, Disturbances disturbances, RandomGenerator random) {
    this.place = place;
    this.lives = lives;
    this.disturbances = disturbances;
    this.random = random;
  }

  void commit(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case KILL_GATEWAY -> disturb(Of.GATEWAY, this::killGateway);
      case KILL_APP -> disturb(Of.APP, () -> lives.signalApp(KILL));
      case KILL_PLATFORM -> disturb(Of.APP, this::killPlatform);
      case FREEZE_GATEWAY -> freezeGateway();
      case FREEZE_PLATFORM -> disturb(Of.APP, this::freezePlatform);
      case FREEZE_APP -> disturb(Of.APP, this::freezeApp);
      case CUT_APP -> disturb(Of.APP, place.relay()::cut);
      case SILENT_APP -> disturb(Of.APP, this::silentApp);
      case HOSTILE_HTTP -> hostileHttp();
      case SLOW_VISITORS -> slowVisitors();
      case GONE_VISITORS -> goneVisitors();
      case GATEWAY_FILE -> gatewayFile();
      case CROWD -> disturb(Of.GATEWAY, this::crowd);
      default -> throw new AssertionError("internal error: no harm to a gateway: " + fault);
    }
  }

  @FunctionalInterface
  private interface Harm {
    void commit() throws IOException, InterruptedException;
  }

  /** It lasts until a visitor is served again. */
  private void disturb(Of of, Harm harm) throws IOException, InterruptedException {
    try (Disturbance _ = disturbances.begin(of)) {
      harm.commit();
      lives.awaitServed();
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_MILLIS));
  }

  private void killGateway() throws InterruptedException {
    lives.killGateway();
    pause();
    lives.startGateway();
  }

  private void killPlatform() throws InterruptedException {
    lives.killPlatform();
    pause();
    lives.startPlatform();
  }

  private void freezeGateway() throws InterruptedException {
    lives.signalGateway(STOP);
    pause();
    lives.signalGateway(CONT);
  }

  private void freezePlatform() throws InterruptedException {
    lives.signalPlatform(STOP);
    pause();
    lives.signalPlatform(CONT);
  }

  private void freezeApp() throws InterruptedException {
    lives.signalApp(STOP);
    pause();
    lives.signalApp(CONT);
  }

  private void silentApp() throws InterruptedException {
    place.relay().swallow(true);
    pause();
    place.relay().swallow(false);
    // What was lost does not come again: these connections are of no use any more.
    place.relay().cut();
  }

  private SocketAddress door() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), place.port());
  }

  private void hostileHttp() throws InterruptedException {
    for (int i = 0; i < 6; i++) {
      Sockets.shout(door(), Hostile.http(random), random.nextBoolean());
    }
  }

  private void slowVisitors() throws IOException, InterruptedException {
    byte[] part = "POST / HTTP/1.1\r\nHost: sh".getBytes(StandardCharsets.US_ASCII);
    List<SocketChannel> crowd = Sockets.crowd(door(), 100, part);
    pause();
    Sockets.close(crowd);
  }

  private void goneVisitors() {
    for (int i = 0; i < 20; i++) {
      Visitor.hangUp(place.port(), "gone");
    }
  }

  private void gatewayFile() throws IOException, InterruptedException {
    int rest = 200 + random.nextInt(500);
    place.writeFile(Hostile.yaml(random, place.good(rest)));
    pause();
    place.writeFile(place.good(rest));
  }

  private void crowd() throws IOException, InterruptedException {
    List<SocketChannel> crowd = Sockets.crowd(door(), GatewayLives.FILES + 200, new byte[] {'G'});
    pause();
    Sockets.close(crowd);
  }
}
