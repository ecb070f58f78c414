package dev.ostler.fleet;

import dev.ostler.configuration.Check;
import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;

/** Finds what is wrong with the file of a fleet although each value has the right form. */
final class FleetCheck implements Check<FleetForm> {
  @Override
  public void check(FleetForm form, Problems problems) {
    form.containers()
        .forEach((key, container) ->
            new MountCheck(ValuePath.of("containers", key), problems).check(container));
  }
}
