package dev.ostler.gateway;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.regex.Pattern;

/** Checks how what is said of one app goes together, in a file and by labels. */
final class AppCheck {
  /** It is part of addresses of the API, and of commands. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private final ValuePath place;
  private final GatewayFile.App app;
  private final Problems problems;

  private AppCheck(ValuePath place, GatewayFile.App app, Problems problems) {
    this.place = place;
    this.app = app;
    this.problems = problems;
  }

  static void check(String name, GatewayFile.App app, Problems problems) {
    AppCheck check = new AppCheck(ValuePath.of("apps", name), app, problems);
    check.checkName(name);
    check.checkNeeds();
    check.checkUpstream();
    check.checkReady();
    check.checkCpu();
    check.checkIgnored();
  }

  private void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          place,
          "found the name '"
              + name
              + "', expected letters, digits, '_', '.' and '-', the first a letter or digit");
    }
  }

  private void checkNeeds() {
    if (app.needs().contains("")) {
      problems.add(place.key("needs"), "found an empty name, expected that of an app");
    }
  }

  private void checkUpstream() {
    app.process()
        .map(GatewayFile.Processes::upstream)
        .filter(upstream -> !upstream.canBeConnectedTo())
        .ifPresent(upstream ->
            problems.add(
                place.key("process").key("upstream"),
                "found '"
                    + upstream
                    + "', expected HOST:PORT with a host name, which has no '_', or an address, and"
                    + " a port from 1 to 65535"));
  }

  private void checkReady() {
    if (app.ready() instanceof GatewayFile.Ready.Log && app.container().isEmpty()) {
      problems.add(
          place.key("ready"),
          "found 'log', which goes with a container: the file of 'ostler run' and the probes of"
              + " Kubernetes have rules of their own; expected none, tcp, http or delay");
    }
  }

  private void checkCpu() {
    if (app.idle().cpu().isPresent() && app.kubernetes().isEmpty()) {
      problems.add(
          place.key("idle").key("cpu"),
          "found a rule for CPU, which goes with a workload of a Kubernetes cluster; leave it out");
    }
  }

  private void checkIgnored() {
    ValuePath ignore = place.key("ignore");
    if (app.ignore().agents().stream().anyMatch(String::isBlank)) {
      problems.add(
          ignore.key("agents"),
          "found an empty text, which is part of every name, expected one such as MyMonitor");
    }
    app.ignore().paths().stream()
        .filter(path -> !path.startsWith("/"))
        .forEach(path ->
            problems.add(
                ignore.key("paths"), "found '" + path + "', expected a path such as /healthz"));
  }
}
