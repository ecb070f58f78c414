package dev.ostler.fleet;

import dev.ostler.configuration.Check;
import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.Map;

/** Finds what is wrong with the file of a fleet although each value has the right form. */
final class FleetCheck implements Check<FleetForm> {
  @Override
  public void check(FleetForm form, Problems problems) {
    HostCheck hosts = new HostCheck(form.hosts(), problems);
    for (Map.Entry<String, FleetForm.ContainerForm> entry : form.containers().entrySet()) {
      ValuePath path = ValuePath.of("containers", entry.getKey());
      hosts.check(path, entry.getValue().on());
      new MountCheck(path, problems).check(entry.getValue());
    }
  }
}
