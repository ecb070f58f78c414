package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that another needs and that comes, or comes back, while that is awake. */
class LateNeedTest {
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final FakeWorkload shop = new FakeWorkload(address, false);
  private final FakeWorkload db = new FakeWorkload(address, false);
  private final Roster roster =
      new Roster(
          clock,
          new LogJournal(_ -> {}),
          Memory.NONE,
          (name, _) -> name.equals("shop") ? shop : db);

  @AfterEach
  void close() {
    roster.close();
    clock.shutdownNow();
  }

  private Map<String, GatewayFile.App> both(int portOfDb) throws Exception {
    InetSocketAddress ofDb = new InetSocketAddress(address.getAddress(), portOfDb);
    String text =
        TestGateway.HEAD
            + "apps:\n"
            + TestGateway.app("shop", address, "needs: db\nready: none\n")
            + TestGateway.app("db", ofDb, "ready: none\n").replace("hosts: '*'", "hosts: db");
    return ((GatewayFile) Gateway.format().read("gateway.yaml", text)).apps();
  }

  private Map<String, GatewayFile.App> both() throws Exception {
    return both(1);
  }

  private Map<String, GatewayFile.App> shopAlone() throws Exception {
    Map<String, GatewayFile.App> all = new TreeMap<>(both());
    all.remove("db");
    return all;
  }

  private AppView view(String app) {
    return roster.apps().named(app).orElseThrow().view();
  }

  private void await(String app, AppPhase phase) {
    Eventually.await(app + " is " + phase, () -> view(app).phase() == phase);
  }

  /** A gateway that begins while it runs. */
  @BeforeEach
  void findShopAwakeAlone() throws Exception {
    shop.run();
    roster.bring(shopAlone());
    await("shop", AppPhase.AWAKE);
  }

  private void bringUpDb() {
    await("db", AppPhase.WAKING);
    db.run();
    await("db", AppPhase.AWAKE);
  }

  private void assertDbIsNeeded() {
    assertThat(view("db").bonds().needed()).isEqualTo(1);
    assertThat(view("db").users()).isEqualTo(1);
  }

  @Test
  void whatComesLaterIsWokenAndUsedUntilWhatNeedsItRests() throws Exception {
    roster.bring(both());
    bringUpDb();
    assertDbIsNeeded();

    shop.become(new Observation.Resting());
    await("shop", AppPhase.RESTING);
    assertThat(view("db").users()).isZero();
  }

  @Test
  void whatComesBackIsWokenAndUsedOnceMore() throws Exception {
    roster.bring(both());
    bringUpDb();
    roster.bring(shopAlone());
    db.become(new Observation.Resting());
    roster.bring(both());

    bringUpDb();
    assertDbIsNeeded();
  }

  @Test
  void whatSomebodyElseLooksAfterFromNowOnIsUsedOnce() throws Exception {
    roster.bring(both());
    bringUpDb();
    roster.bring(both(2));

    await("db", AppPhase.AWAKE);
    assertDbIsNeeded();
  }

  @Test
  void whatComesLaterIsAwaitedByAWakeAndNotSaidToBeMissing() throws Exception {
    roster.bring(both());
    await("db", AppPhase.WAKING);
    roster.apps().named("shop").orElseThrow().visitAlways(new NobodyTold()).begin();
    shop.become(new Observation.Resting());
    await("shop", AppPhase.WAKING);
    bringUpDb();

    Eventually.await("it is woken", () -> shop.asked.contains("wake"));
    assertThat(view("shop").trouble()).isEmpty();
  }

  private static final class NobodyTold implements Visitor {
    @Override
    public void pass(Optional<InetSocketAddress> upstream) {}

    @Override
    public void turnAway(TurnedAway why) {}

    @Override
    public void comeAgain() {}
  }
}
