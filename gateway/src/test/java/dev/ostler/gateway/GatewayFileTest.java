package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of the gateway may say. */
class GatewayFileTest {
  private static final String SHOP =
      """
      listen: :8080
      apps:
        shop:
          hosts: Shop.example.org
          process: {socket: /run/web.sock, processes: web, upstream: 127.0.0.1:9000}
      """;

  private static GatewayFile read(String text) throws Exception {
    return (GatewayFile) Gateway.format().read("gateway.yaml", text);
  }

  private static GatewayFile.App shop(String text) throws Exception {
    return Objects.requireNonNull(read(text).apps().get("shop"));
  }

  @Test
  void whatIsNotSaidHasDefaults() throws Exception {
    GatewayFile.App shop = shop(SHOP);

    assertThat(shop.hosts()).containsExactly(new HostName("shop.example.org"));
    assertThat(shop.idle().after()).isEqualTo(Duration.ofMinutes(30));
    assertThat(shop.ready()).isEqualTo(new GatewayFile.Ready.Tcp());
    assertThat(shop.visitors()).isEqualTo(AppSettings.Visitors.AUTO);
  }

  @Test
  void fileOfAnotherCommandIsSentThere() {
    assertThatThrownBy(() -> read("processes: {web: {command: [sleep, 9]}}\nlog: {}\n"))
        .hasMessage(
            "gateway.yaml:1:1: processes: found a file of 'ostler run', expected one of 'ostler"
                + " gateway'; start it with ostler run FILE");
    assertThatThrownBy(() -> read("hosts: {a: {ssh: x}}\ncontainers: {}\n"))
        .hasMessage(
            "gateway.yaml:1:1: hosts: found a file of 'ostler fleet', expected one of 'ostler"
                + " gateway'; see what it would do with ostler fleet plan -f FILE");
  }

  @Test
  void readinessMayBeAPathWithStatuses() throws Exception {
    String file = SHOP + "    ready: {http: /health, status: 200-499}\n";

    assertThat(shop(file).ready())
        .isEqualTo(new GatewayFile.Ready.Http("/health", new GatewayFile.StatusRange(200, 499)));
  }

  @Test
  void readinessMayBeAnotherMethodOrATime() throws Exception {
    assertThat(shop(SHOP + "    ready: {http: /health, method: HEAD}\n").ready())
        .isEqualTo(
            new GatewayFile.Ready.Http("/health", new GatewayFile.StatusRange(200, 399), "HEAD"));
    assertThat(shop(SHOP + "    ready: {delay: 10s}\n").ready())
        .isEqualTo(new GatewayFile.Ready.Delay(Duration.ofSeconds(10)));
  }

  @Test
  void lineOfOutputIsForContainersAlone() throws Exception {
    String container = "apps:\n  shop:\n    hosts: shop\n    container: {name: shop, port: 80}\n";
    String ready = "    ready: {log: 'listening on [0-9]+'}\n";

    assertThat(shop("listen: :8080\n" + container + ready).ready())
        .isEqualTo(new GatewayFile.Ready.Log("listening on [0-9]+"));
    assertThatThrownBy(() -> read(SHOP + ready))
        .hasMessage(
            "gateway.yaml:6:12: apps.shop.ready: found 'log', which goes with a container: the file"
                + " of 'ostler run' and the probes of Kubernetes have rules of their own; expected"
                + " none, tcp, http or delay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssh://docker_host", "ssh://h:99999", "ssh://h:0", "ssh://a b", "ssh://-h"})
  void engineThatNobodyCouldAskIsRefusedWithItsPlace(String engine) {
    String why =
        "found '"
            + engine
            + "', expected ssh://[USER@]HOST[:PORT] with a host name, which has no '_', or an"
            + " address, and a port from 1 to 65535";

    assertThatThrownBy(() -> read("listen: :8080\ndiscover: '" + engine + "'\n"))
        .hasMessage("gateway.yaml:2:11: discover: " + why);
    assertThatThrownBy(() ->
            read(
                "listen: :8080\napps:\n  shop:\n    hosts: shop\n"
                    + "    container: {name: shop, port: 80, engine: '"
                    + engine
                    + "'}\n"))
        .hasMessage("gateway.yaml:5:47: apps.shop.container.engine: " + why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_app:9000", "my app:9000", "a..b:9000", "-:9000", "web:0", ":0"})
  void upstreamThatNobodyCouldConnectToIsRefusedWithItsPlace(String upstream) {
    assertThatThrownBy(() -> read(SHOP.replace("127.0.0.1:9000", "'" + upstream + "'")))
        .hasMessage(
            "gateway.yaml:5:64: apps.shop.process.upstream: found '"
                + upstream
                + "', expected HOST:PORT with a host name, which has no '_', or an address, and a"
                + " port from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {":9000", "9000", "my-app.test:9000", "localhost.:9000", "[::1]:9000"})
  void upstreamMayBeANameOrANumber(String upstream) throws Exception {
    assertThat(shop(SHOP.replace("127.0.0.1:9000", "'" + upstream + "'")).process())
        .hasValueSatisfying(
            process -> assertThat(process.upstream()).isEqualTo(ListenAddress.parse(upstream)));
  }

  @Test
  void hostOfTwoAppsIsRefusedWithItsPlace() {
    String file =
        SHOP
            + """
              blog:
                hosts: [blog.example.org, shop.example.org]
                process: {socket: /run/web.sock, processes: blog, upstream: 127.0.0.1:9001}
            """;

    assertThatThrownBy(() -> read(file))
        .hasMessage(
            "gateway.yaml:7:12: apps.blog.hosts: found host 'shop.example.org', which app shop has"
                + " already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.test/",
        "shop.test:80",
        "http://shop.test",
        "*.shop.test",
        "shop.*",
        ".shop.test",
        "shop.test.",
        "a.test, b.test",
        "[::1]",
        "[::1]:80",
        "10.0.0.7:80",
        "b\u00fccher.test"
      })
  void hostThatNoRequestNamesIsRefusedWithItsPlace(String host) {
    String file = SHOP.replace("Shop.example.org", "[a.test, '" + host + "']");

    assertThatThrownBy(() -> read(file))
        .hasMessage(
            "gateway.yaml:4:21: apps.shop.hosts[1]: found host '"
                + host
                + "', expected one without scheme, port and path, such as shop.example.org,"
                + " 10.0.0.7 or ::1, or '*' for all others");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "localhost", "my_shop-1.test", "10.0.0.7", "::1", "::ffff:10.0.0.7"})
  void hostMayBeANameOrANumber(String host) throws Exception {
    assertThat(shop(SHOP.replace("Shop.example.org", "'" + host + "'")).hosts())
        .containsExactly(new HostName(host));
  }

  @Test
  void addressesThatClashAreRefusedWithTheirPlace() {
    String certificates = ", certificates: {certificate: a.pem, key: a.key}}\n";

    assertThatThrownBy(() -> read(SHOP + "admin: 127.0.0.1:8080\n"))
        .hasMessage(
            "gateway.yaml:6:8: admin.listen: found 127.0.0.1:8080, which 'listen' has already,"
                + " expected another port");
    assertThatThrownBy(() -> read(SHOP + "admin: 9700\ntls: {listen: 9700" + certificates))
        .hasMessage(
            "gateway.yaml:7:15: tls.listen: found :9700, which 'admin' has already, expected"
                + " another port");
  }

  @Test
  void addressesMayDifferInOnePartOrBeChosenByTheKernel() throws Exception {
    String elsewhere = SHOP.replace(":8080", "127.0.0.1:8080") + "admin: 127.0.0.2:8080\n";
    String chosen = SHOP.replace(":8080", "127.0.0.1:0") + "admin: 127.0.0.1:0\n";

    assertThat(read(elsewhere).addresses()).hasSize(2);
    assertThat(read(chosen).addresses()).hasSize(2);
  }

  @Test
  void emptyTokenIsRefusedWithItsPlaceWhereverItStands(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("token"), "\n");

    assertTokenIsRefused("''");
    assertTokenIsRefused("' '");
    assertTokenIsRefused("'${EMPTY}'");
    assertTokenIsRefused("{env: EMPTY}");
    assertTokenIsRefused("{file: '" + secret + "'}");
  }

  private static void assertTokenIsRefused(String token) {
    String file = SHOP + "admin: {listen: 9700, token: " + token + "}\n";

    assertThatThrownBy(
            () -> Gateway.format().withEnvironment(Map.of("EMPTY", "")).read("gateway.yaml", file))
        .hasMessage(
            "gateway.yaml:6:30: admin.token: found an empty token, expected one that nobody can"
                + " guess; leave it out to have no API");
  }

  @Test
  void unknownKeysAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> read(SHOP + "    idel: {after: 1m}\n"))
        .hasMessageStartingWith("gateway.yaml:6:5: apps.shop.idel: ");
  }
}
