package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Follows the guide "Three hosts behind HAProxy, from nothing", with a real HAProxy. */
@Needs({RealPart.HOSTS, RealPart.BUSYBOX, RealPart.HAPROXY})
class HaProxyGuideIT {
  private static HaProxyGuide guide;

  @BeforeAll
  static void start() throws Exception {
    guide = HaProxyGuide.start();
  }

  @AfterAll
  static void close() {
    guide.close();
  }

  @BeforeEach
  void write() throws IOException {
    guide.writeFiles();
  }

  @AfterEach
  void clear() throws IOException {
    guide.clear();
  }

  @Test
  void proxyStartsAfterTwoApplicationsThatWork() {
    Result first = guide.run("ostler fleet status");

    assertThat(first.output())
        .contains("fleet shop: 3 to create, 0 unchanged\n")
        .contains("app1", "app2", "lb");
    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(guide.started("lb", "proxy"))
        .isAfter(guide.started("app1", "app"))
        .isAfter(guide.started("app2", "app"));
    try (Visitors visitors = Visitors.of(guide.entry())) {
      visitors.awaitPages(guide.page("1.4", "app1"), guide.page("1.4", "app2"));
    }
  }

  @Test
  void newVersionComesAndGoesWithoutAFailedRequest() {
    guide.run("ostler fleet status");
    try (Visitors visitors = Visitors.of(guide.entry())) {
      visitors.awaitPages(guide.page("1.4", "app1"), guide.page("1.4", "app2"));

      Result apply = guide.run("s/shop:1.4/shop:1.5/");
      visitors.awaitPages(guide.page("1.5", "app1"), guide.page("1.5", "app2"));
      Result back = guide.run("ostler fleet rollback --yes");
      visitors.awaitPages(guide.page("1.4", "app1"), guide.page("1.4", "app2"));

      assertThat(apply.status()).as(apply.errors()).isZero();
      assertThat(back.status()).as(back.errors()).isZero();
      assertThat(visitors.failures()).isEmpty();
      assertThat(visitors.answers()).isGreaterThan(100);
    }
    assertThat(guide.calls()).noneMatch(call -> call.contains("fromImage="));
  }

  @Test
  void versionThatDoesNotAnswerOnTheSecondHostIsTakenBackOnBoth() throws IOException {
    guide.run("ostler fleet status");
    guide.change("fleet.yaml", "shop:1.4", "shop:1.6");
    try (Visitors visitors = Visitors.of(guide.entry())) {

      Result apply = guide.apply();
      visitors.awaitPages(guide.page("1.4", "app1"), guide.page("1.4", "app2"));

      assertThat(apply.status()).isEqualTo(1);
      assertThat(apply.errors()).contains("the database is not there");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void newBackendIsTakenInWithoutADroppedConnection() throws Exception {
    guide.run("ostler fleet status");
    String proxy = guide.inspect("lb", "proxy", "{{.Id}} {{.State.Pid}}");
    try (Visitors visitors = Visitors.of(guide.entry());
        LongAnswer answer = LongAnswer.of(guide.entry(), "/cgi-bin/endless")) {
      guide.addBackend();

      Result apply = guide.apply();
      visitors.awaitPages(
          guide.page("1.4", "app1"), guide.page("1.4", "app2"), guide.page("1.4", "app3"));

      assertThat(apply.status()).as(apply.errors()).isZero();
      assertThat(answer.goesOn()).isTrue();
      assertThat(visitors.failures()).isEmpty();
      assertThat(guide.inspect("lb", "proxy", "{{.Id}} {{.State.Pid}}")).isEqualTo(proxy);
    }
  }

  @Test
  void reviewedPlanIsCarriedOut() throws IOException {
    guide.run("ostler fleet status");
    guide.change("fleet.yaml", "shop:1.4", "shop:1.5");

    Result plan = guide.runLine("ostler fleet plan --out");
    Result apply = guide.runLine("ostler fleet apply plan.json");

    assertThat(plan).isEqualTo(new Result(2, "", ""));
    assertThat(guide.read("comment.md")).contains("shop:1.4", "shop:1.5");
    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(apply.output().lines())
        .allMatch(line -> line.startsWith("{\"event\":\""))
        .filteredOn(line -> line.startsWith("{\"event\":\"result\""))
        .hasSize(2)
        .allMatch(line -> line.contains("\"status\":\"done\""));
  }
}
