package dev.ostler.gateway;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is run and rested for an app. It is of one app alone: another would have it rest while those
 * whom it cannot see are served.
 *
 * @param what such as process
 * @param where who has it run: a socket, an engine or a namespace
 * @param name what it is called there
 */
record Backend(String what, String where, String name) {
  private static final String CONTAINER = "container";

  /** All that is woken and rested with an app. */
  static List<Backend> of(GatewayFile.App app) {
    List<Backend> all = new ArrayList<>();
    app.process()
        .ifPresent(form -> {
          String where = form.socket().toAbsolutePath().normalize().toString();
          form.processes().forEach(each -> all.add(new Backend("process", where, each)));
        });
    app.container().ifPresent(form -> all.add(found(form.name(), form.label(), form.engine())));
    app.job().ifPresent(form -> all.add(found(form.name(), form.label(), form.engine())));
    app.kubernetes()
        .map(form -> KubernetesTarget.parse(form.namespace(), form.workload()))
        .ifPresent(at ->
            all.add(new Backend("workload", at.namespace(), at.kind().plural() + "/" + at.name())));
    return all;
  }

  private static Backend found(
      Optional<String> name, Optional<String> label, EngineAddress engine) {
    return name.isPresent()
        ? new Backend(CONTAINER, engine.text(), name.get())
        : new Backend(CONTAINER + " with label", engine.text(), label.orElse(""));
  }

  /** Refuses what another app has. */
  static void check(Map<String, GatewayFile.App> apps, Problems problems) {
    Map<Backend, String> owners = new HashMap<>();
    apps.forEach((name, app) -> {
      taken(app, owners).ifPresent(why -> problems.add(ValuePath.of("apps", name, key(app)), why));
      of(app).forEach(each -> owners.putIfAbsent(each, name));
    });
  }

  /** Which of what an app would have is another's; empty if nothing is. */
  static Optional<String> taken(GatewayFile.App app, Map<Backend, String> owners) {
    return of(app).stream()
        .filter(owners::containsKey)
        .findFirst()
        .map(each -> "found " + each + ", which app " + owners.get(each) + " has already");
  }

  private static String key(GatewayFile.App app) {
    if (app.process().isPresent()) {
      return "process";
    }
    if (app.container().isPresent()) {
      return CONTAINER;
    }
    return app.job().isPresent() ? "job" : "kubernetes";
  }

  /** As messages have it. */
  @Override
  public String toString() {
    return what + " '" + name + "'";
  }
}
