package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests come to a gateway that proxies, read as a cluster reads it. */
class RoutesTest {
  private static final Path DEPLOY = Path.of("..", "deploy");

  private static List<Object> all(String file) throws IOException {
    try (InputStream in = Files.newInputStream(DEPLOY.resolve(file))) {
      Object read = new KubernetesSerialization().unmarshal(in);
      return read instanceof Collection<?> several ? List.copyOf(several) : List.of(read);
    }
  }

  /** What the kinds of a cluster do not have, anywhere in an object. */
  static List<String> unknown(Object part) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    switch (part) {
      case Collection<?> several -> {
        for (Object each : several) {
          found.addAll(unknown(each));
        }
      }
      case KubernetesResource resource -> {
        for (Method getter : resource.getClass().getMethods()) {
          boolean plain = getter.getName().startsWith("get") && getter.getParameterCount() == 0;
          Object value = plain ? getter.invoke(resource) : null;
          if (getter.getName().equals("getAdditionalProperties")) {
            ((Map<?, ?>) Objects.requireNonNull(value))
                .keySet()
                .forEach(key -> found.add(resource.getClass().getSimpleName() + "." + key));
          } else if (value != null) {
            found.addAll(unknown(value));
          }
        }
      }
      default -> {}
    }
    return found;
  }

  private static Map<String, GatewayFile.App> apps() throws Exception {
    return ((GatewayFile) Gateway.format().read(DEPLOY.resolve("proxy/gateway.yaml"))).apps();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "routes/ingress-nginx.yaml",
        "routes/traefik.yaml",
        "routes/gateway-api.yaml",
        "proxy/deployment.yaml"
      })
  void nothingIsSaidThatAClusterDoesNotKnow(String file) throws Exception {
    for (Object object : all(file)) {
      assertThat(object).isInstanceOf(HasMetadata.class);
      assertThat(unknown(object)).as(object.toString()).isEmpty();
    }
  }

  @Test
  void whatNobodyKnowsWouldBeFound() throws Exception {
    Object wrong =
        new KubernetesSerialization()
            .unmarshal("apiVersion: v1\nkind: Service\nspec: {port: [{name: http}]}\n");

    assertThat(unknown(wrong)).containsExactly("ServiceSpec.port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes/ingress-nginx.yaml", "routes/traefik.yaml"})
  void ingressLeadsTheHostOfAnAppToTheServiceOfTheGateway(String file) throws Exception {
    Ingress ingress = (Ingress) all(file).getFirst();
    var rule = ingress.getSpec().getRules().getFirst();
    var backend = rule.getHttp().getPaths().getFirst().getBackend().getService();
    Service service = (Service) all("kubernetes/gateway.yaml").getFirst();

    assertThat(apps().values()).anyMatch(app -> app.hosts().contains(new HostName(rule.getHost())));
    assertThat(ingress.getMetadata().getNamespace()).isEqualTo("ostler");
    assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
    assertThat(backend.getPort().getName())
        .isEqualTo(service.getSpec().getPorts().getFirst().getName());
  }

  @Test
  void routeOfTheGatewayApiLeadsThereAndMay() throws Exception {
    List<Object> objects = all("routes/gateway-api.yaml");
    HTTPRoute route = (HTTPRoute) objects.getFirst();
    var backend = route.getSpec().getRules().getFirst().getBackendRefs().getFirst();
    Service service = (Service) all("kubernetes/gateway.yaml").getFirst();

    List<HostName> hosts = route.getSpec().getHostnames().stream().map(HostName::new).toList();
    assertThat(apps().values()).anyMatch(app -> app.hosts().equals(hosts));
    assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
    assertThat(backend.getPort()).isEqualTo(service.getSpec().getPorts().getFirst().getPort());
    assertThat(objects.get(1).toString())
        .contains("kind=HTTPRoute, namespace=" + route.getMetadata().getNamespace());
  }

  @Test
  void gatewayWithAFileIsAskedForItsHealthWhereItTellsIt() throws Exception {
    GatewayFile file = (GatewayFile) Gateway.format().read(DEPLOY.resolve("proxy/gateway.yaml"));
    Deployment deployment = (Deployment) all("proxy/deployment.yaml").getFirst();
    var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();

    assertThat(container.getPorts())
        .filteredOn(port -> port.getName().equals("admin"))
        .extracting("containerPort")
        .containsExactly(file.admin().orElseThrow().listen().port());
    assertThat(container.getReadinessProbe().getHttpGet().getPort().getStrVal()).isEqualTo("admin");
    assertThat(container.getArgs()).containsExactly("gateway", "/etc/ostler/gateway.yaml");
    assertThat(container.getVolumeMounts().getFirst().getMountPath()).isEqualTo("/etc/ostler");
  }
}
