package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an app a file may not say. */
class AppCheckTest {
  private static final String SHOP =
      """
      listen: :8080
      apps:
        shop:
          hosts: shop
          process: {socket: /run/web.sock, processes: [web, api], upstream: 127.0.0.1:9000}
      """;

  private static GatewayFile read(String text) throws Exception {
    return (GatewayFile) Gateway.format().read("gateway.yaml", text);
  }

  private static void assertRefused(String file, String message) {
    assertThatThrownBy(() -> read(file)).hasMessage("gateway.yaml:" + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e4", "my app/..", "<b>x</b>", "", "-x", ".x"})
  void nameThatCannotBeManagedIsRefusedWithItsPlace(String name) {
    assertThatThrownBy(() -> read(SHOP.replace("shop:", "'" + name + "':")))
        .hasMessageStartingWith("gateway.yaml:4:5: apps.")
        .hasMessageEndingWith(
            ": found the name '"
                + name
                + "', expected letters, digits, '_', '.' and '-', the first a letter or digit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "Shop-1_a.b", "7"})
  void nameMayHaveLettersDigitsAndMarks(String name) throws Exception {
    assertThat(read(SHOP.replace("shop:", "'" + name + "':")).apps()).containsOnlyKeys(name);
  }

  @Test
  void processOfTwoAppsIsRefusedWithItsPlace() {
    assertRefused(
        SHOP
            + """
              blog:
                hosts: blog
                process: {socket: /run/x/../web.sock, processes: api, upstream: 127.0.0.1:9001}
            """,
        "8:14: apps.blog.process: found process 'api', which app shop has already");
  }

  @Test
  void processesOfTheSameNameMayBeOfTwoSockets() throws Exception {
    String other = SHOP.substring(SHOP.indexOf("  shop:")).replace("shop", "blog");

    assertThat(read(SHOP + other.replace("web.sock", "other.sock")).apps()).hasSize(2);
  }

  @Test
  void containerJobAndWorkloadOfTwoAppsAreRefused() {
    String head = "listen: :8080\napps:\n";
    String engine = ", engine: 'unix:///e'";

    assertRefused(
        head
            + "  a: {hosts: a, container: {name: x, port: 80"
            + engine
            + "}}\n"
            + "  b: {hosts: b, container: {name: x, port: 81"
            + engine
            + "}}\n",
        "4:28: apps.b.container: found container 'x', which app a has already");
    assertRefused(
        head
            + "  a: {hosts: a, container: {label: x=1, port: 80}}\n"
            + "  b: {hosts: b, container: {label: x=1, port: 80}}\n",
        "4:28: apps.b.container: found container with label 'x=1', which app a has already");
    assertRefused(
        head
            + "  a: {hosts: a, job: {name: x}}\n"
            + "  b: {hosts: b, container: {name: x, port: 80}}\n",
        "4:28: apps.b.container: found container 'x', which app a has already");
    assertRefused(
        head
            + "  a: {hosts: a, kubernetes: {workload: deploy/x, service: x}}\n"
            + "  b: {hosts: b, kubernetes: {workload: deployment/x, service: y}}\n",
        "4:29: apps.b.kubernetes: found workload 'deployments/x', which app a has already");
  }

  @Test
  void containersOfTheSameNameMayBeOfTwoEngines() throws Exception {
    assertThat(
            read("""
            listen: :8080
            apps:
              a: {hosts: a, container: {name: x, port: 80}}
              b: {hosts: b, container: {name: x, port: 80, engine: 'unix:///other.sock'}}
            """)
                .apps())
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a|b", "/%zz", "/a#b", "/\u00e4", "/{x}"})
  void pathThatNoRequestCanHaveIsRefusedWithItsPlace(String path) {
    assertRefused(
        SHOP + "    ready: {http: '" + path + "'}\n",
        "6:12: apps.shop.ready: found '"
            + path
            + "', expected a path as requests have it: other characters than theirs are written as"
            + " codes, such as %20 for a space");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a%20b", "/health?full=1&x=~y", "//a:b/@c;d"})
  void pathMayBeWhatRequestsHave(String path) throws Exception {
    assertThat(read(SHOP + "    ready: {http: '" + path + "'}\n").apps()).hasSize(1);
  }

  @Test
  void whatWouldIgnoreEverybodyOrNobodyIsRefusedWithItsPlace() {
    assertRefused(
        SHOP + "    ignore: {agents: ''}\n",
        "6:22: apps.shop.ignore.agents: found an empty text, which is part of every name, expected"
            + " one such as MyMonitor");
    assertRefused(
        SHOP + "    ignore: {paths: [/a, healthz]}\n",
        "6:21: apps.shop.ignore.paths: found 'healthz', expected a path such as /healthz");
  }

  @Test
  void windowDoesNotBeginAtTheEndOfADay() throws Exception {
    assertThatThrownBy(() -> read(SHOP + "    idle: {schedule: {rest: '24:00-06:00'}}\n"))
        .hasMessageStartingWith("gateway.yaml:6:29: apps.shop.idle.schedule.rest")
        .hasMessageContaining("found '24:00-06:00', expected a window such as");
    assertThat(read(SHOP + "    idle: {schedule: {rest: '00:00-24:00'}}\n").apps()).hasSize(1);
  }
}
