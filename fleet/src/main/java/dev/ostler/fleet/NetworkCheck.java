package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import dev.ostler.engine.Networking;

/** Finds what cannot be where a container has no network, or that of its host or of another one. */
final class NetworkCheck {
  private final ValuePath container;
  private final Problems problems;

  NetworkCheck(ValuePath container, Problems problems) {
    this.container = container;
    this.problems = problems;
  }

  void check(ContainerForm form) {
    String mode = form.networkMode().orElse("");
    if (mode.equals(Networking.NONE.mode())) {
      form.health().ifPresent(this::checkIsReached);
    }
    if (Clashes.sharesNetwork(mode)) {
      checkIsShared(form, mode);
    }
  }

  private void checkIsReached(ContainerForm.ProbeForm health) {
    if (health.http().isPresent() || health.tcp().isPresent()) {
      String how = health.http().isPresent() ? "http" : "tcp";
      problems.add(
          container.key("health").key(how),
          "found '"
              + how
              + "' beside network_mode: none, expected 'exec' or a health check of the engine: its"
              + " host does not reach it");
    }
  }

  private void checkIsShared(ContainerForm form, String mode) {
    if (!form.ports().isEmpty()) {
      problems.add(
          container.key("ports"),
          "found 'ports' beside network_mode: "
              + mode
              + ", expected one of them; in that network its ports are open as they are");
    }
    if (!form.networks().isEmpty()) {
      problems.add(
          container.key("networks"),
          "found 'networks' beside network_mode: " + mode + ", expected one of them");
    }
    form.update()
        .filter(update -> update.order() == UpdatePolicy.Order.START_FIRST)
        .ifPresent(_ ->
            problems.add(
                container.key("update").key("order"),
                "found start-first beside network_mode: "
                    + mode
                    + ", expected stop-first: the old container has the ports of the new one,"
                    + " and would answer for it"));
  }
}
