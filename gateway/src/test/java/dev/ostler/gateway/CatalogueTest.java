package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Apps of the file and of labels together. */
class CatalogueTest {
  private static final EngineAddress ENGINE = EngineAddress.parse("unix:///run/engine.sock");

  private final List<String> log = new ArrayList<>();
  private final Catalogue catalogue = new Catalogue(log::add);

  private static GatewayFile file(String apps) throws Exception {
    return (GatewayFile)
        Gateway.format()
            .read("gateway.yaml", "listen: :8080\ndiscover: " + ENGINE.text() + "\n" + apps);
  }

  private void discover(String name, String... more) throws Exception {
    Map<String, String> labels = new HashMap<>(Map.of("ostler.app", name, "ostler.port", "80"));
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    catalogue.discovered(ENGINE, Map.of(name, Labels.read(labels, ENGINE)));
  }

  @Test
  void containerOfTheFileIsNoOtherAppByItsLabels() throws Exception {
    discover("shop", "ostler.hosts", "shop");
    String apps =
        "apps: {front: {hosts: front, container: {label: ostler.app=shop, port: 80, engine: '"
            + ENGINE.text()
            + "'}}}\n";

    assertThat(catalogue.all(file(apps))).containsOnlyKeys("front");
    assertThat(log)
        .containsExactly(
            "cannot take app shop of container labels: found container with label"
                + " 'ostler.app=shop', which app front has already");
  }

  @Test
  void needThatIsNoAppIsToldOnceAndTheAppIsTakenForItMayComeLater() throws Exception {
    discover("shop", "ostler.hosts", "shop", "ostler.needs", "db");

    assertThat(catalogue.all(file(""))).containsOnlyKeys("shop");
    assertThat(catalogue.all(file(""))).containsOnlyKeys("shop");
    assertThat(log)
        .containsExactly(
            "app shop of container labels needs 'db', which is no app: visitors cannot wake it");
  }
}
