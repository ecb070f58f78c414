package dev.ostler.fleet;

import java.util.List;

/** Says, before anything is changed, why a plan cannot be carried out. */
final class Readiness {
  private Readiness() {}

  static void require(Plan plan, boolean skipUnknown) throws FleetException {
    if (!plan.unknown().isEmpty() && !skipUnknown) {
      List<String> reasons =
          plan.unknown().entrySet().stream()
              .map(host -> host.getKey() + ": " + host.getValue())
              .toList();
      throw new FleetException(
          FleetException.Kind.UNREACHABLE,
          "cannot begin: not all hosts answer; nothing was changed ("
              + String.join("; ", reasons)
              + ")");
    }
    List<String> obstacles = plan.blocked().stream().map(Readiness::text).toList();
    if (!obstacles.isEmpty()) {
      throw new FleetException(
          FleetException.Kind.FAILED, "cannot begin: " + String.join("; ", obstacles));
    }
  }

  private static String text(Plan.Item item) {
    return item.workload() + " on " + item.host() + ": " + String.join(", ", item.reasons());
  }
}
