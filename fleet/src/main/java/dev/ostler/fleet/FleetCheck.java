package dev.ostler.fleet;

import dev.ostler.configuration.Check;
import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.Map;

/** Finds what is wrong with the file of a fleet although each value has the right form. */
final class FleetCheck implements Check<FleetForm> {
  @Override
  public void check(FleetForm form, Problems problems) {
    new NameCheck(problems).check(form);
    form.ssh()
        .flatMap(ssh -> FleetHosts.problem(ssh.of("any", ssh.jump()), form.hosts()))
        .ifPresent(problem -> problems.add(ValuePath.of("ssh"), problem));
    form.hosts().forEach((name, host) -> checkAddress(name, host, form, problems));
    HostCheck hosts = new HostCheck(form.hosts(), problems);
    for (Map.Entry<String, ContainerForm> entry : form.containers().entrySet()) {
      ValuePath path = ValuePath.of("containers", entry.getKey());
      hosts.check(path, entry.getValue().on());
      new PortCheck(path, problems).check(entry.getValue().ports());
      new MountCheck(path, problems).check(entry.getValue());
      new NetworkCheck(path, problems).check(entry.getValue());
      new FileCheck(path, problems).check(entry.getValue());
      entry
          .getValue()
          .stopSignal()
          .ifPresent(signal -> SignalNames.check(path.key("stop_signal"), signal, problems));
      checkVariables(path, entry.getValue(), problems);
    }
  }

  private static void checkVariables(ValuePath path, ContainerForm form, Problems problems) {
    for (String name : form.secrets().keySet()) {
      if (form.environment().containsKey(name)) {
        problems.add(
            path.key("secrets").key(name),
            "found the variable " + name + " in 'environment', too, expected it once");
      }
    }
  }

  private static void checkAddress(
      String name, FleetForm.HostForm host, FleetForm form, Problems problems) {
    if (host.engine().isPresent()) {
      HostAddress.Direct.problem(host.engine().get(), host.tls())
          .ifPresent(problem -> problems.add(ValuePath.of("hosts", name, "engine"), problem));
    }
    host.ssh()
        .flatMap(ssh -> FleetHosts.problem(ssh, form.hosts()))
        .ifPresent(problem -> problems.add(ValuePath.of("hosts", name, "ssh"), problem));
  }
}
