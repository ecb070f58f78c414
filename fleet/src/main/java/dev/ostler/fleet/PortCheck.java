package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import dev.ostler.engine.Networking.Port;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Finds ports of the host that a container would have twice. */
final class PortCheck {
  private final ValuePath ports;
  private final Problems problems;

  PortCheck(ValuePath container, Problems problems) {
    this.ports = container.key("ports");
    this.problems = problems;
  }

  void check(List<ComposeText.PortsForm> forms) {
    Set<Port> taken = new HashSet<>();
    for (int i = 0; i < forms.size(); i++) {
      NavigableSet<Integer> again = new TreeSet<>();
      for (Port port : forms.get(i).ports()) {
        Port ofHost = new Port(1, port.protocol(), port.hostAddress(), port.host());
        if (port.host() != 0 && !taken.add(ofHost)) {
          again.add(port.host());
        }
      }
      if (!again.isEmpty()) {
        String them = again.size() == 1 ? "it" : "them";
        problems.add(
            ports.item(i),
            "found "
                + Ports.words(again)
                + " of the host a second time, expected "
                + them
                + " once");
      }
    }
  }
}
