package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that speaks HTTP/2 by TLS, as real ones do. */
@Needs(RealPart.OPENSSL)
@SuppressWarnings("NullAway.Init")
class KubernetesHttp2Test {
  private static final String PODS = "/api/v1/namespaces/shop/pods";

  @TempDir Path folder;
  private final List<String> protocols = new CopyOnWriteArrayList<>();
  private final Set<Object> connections = ConcurrentHashMap.newKeySet();
  private Tls tls;
  private Undertow server;

  @BeforeEach
  void open() throws Exception {
    Tool.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        path("key"),
        "-out",
        path("crt"),
        "-subj",
        "/CN=api",
        "-addext",
        "subjectAltName=IP:127.0.0.1");
    tls =
        Tls.open(
            new GatewayFile.Tls(
                ListenAddress.parse("127.0.0.1:0"),
                List.of(new GatewayFile.Pair(folder.resolve("crt"), folder.resolve("key")))),
            _ -> {});
    server =
        Undertow.builder()
            .addHttpsListener(0, "127.0.0.1", tls.context(), this::answer)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .build();
    server.start();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void answer(HttpServerExchange exchange) {
    protocols.add(exchange.getProtocol() + " " + exchange.getQueryString().contains("watch=true"));
    connections.add(exchange.getConnection().getPeerAddress());
    if (exchange.getQueryString().contains("watch=true")) {
      exchange.dispatch(KubernetesHttp2Test::tell);
    } else {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      exchange
          .getResponseSender()
          .send("{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}");
    }
  }

  private static void tell(HttpServerExchange exchange) throws IOException {
    exchange.startBlocking();
    exchange
        .getOutputStream()
        .write(
            """
            {"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}}
            """
                .getBytes(StandardCharsets.UTF_8));
    exchange.endExchange();
  }

  @AfterEach
  void close() {
    server.stop();
    tls.close();
  }

  private KubernetesApi connect() {
    InetSocketAddress address =
        (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return KubernetesConnection.open(
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + address.getPort())
            .withCaCertFile(path("crt"))
            .build());
  }

  @Test
  void requestsGoByHttp2OverOneConnection() throws Exception {
    try (KubernetesApi api = connect()) {
      for (int i = 0; i < 5; i++) {
        api.list(KubernetesApi.Query.of(PODS), GenericKubernetesResource.class);
      }
    }

    assertThat(protocols).hasSize(5).containsOnly("HTTP/2.0 false");
    assertThat(connections).hasSize(1);
  }

  @Test
  void watchesGoByHttp2() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    Watcher<Pod> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, Pod pod) {
            seen.add(action + " " + pod.getMetadata().getName());
          }

          @Override
          public void onClose(WatcherException why) {}
        };
    try (KubernetesApi api = connect();
        Watch _ = api.client().pods().inNamespace("shop").watch(watcher)) {
      Eventually.await("it is told", () -> seen.contains("ADDED a"));
    }

    assertThat(protocols).first().isEqualTo("HTTP/2.0 true");
  }
}
