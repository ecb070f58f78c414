package dev.ostler.gateway;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.Secret;
import dev.ostler.configuration.ValuePath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks what no part of a file can see by itself: how what it says goes together. */
final class GatewayFileCheck {
  private GatewayFileCheck() {}

  static void check(GatewayFile file, Problems problems) {
    boolean none = file.apps().isEmpty() && file.discover().isEmpty();
    if (none
        && !problems.isLeftOut(ValuePath.of("apps"))
        && !problems.isLeftOut(ValuePath.of("discover"))) {
      problems.add(ValuePath.of(), "found no app, expected 'apps' or 'discover'");
    }
    Needs.check(file.apps(), problems);
    file.apps().forEach((name, app) -> AppCheck.check(name, app, problems));
    checkHosts(file, problems);
    Backend.check(file.apps(), problems);
    checkAddresses(file, problems);
    file.admin().flatMap(GatewayFile.Admin::token).ifPresent(token -> checkToken(token, problems));
  }

  private static void checkAddresses(GatewayFile file, Problems problems) {
    Map<String, ListenAddress> taken = new LinkedHashMap<>();
    taken.put("listen", file.listen());
    file.admin().ifPresent(admin -> checkAddress("admin", admin.listen(), taken, problems));
    file.tls().ifPresent(tls -> checkAddress("tls", tls.listen(), taken, problems));
  }

  private static void checkAddress(
      String key, ListenAddress address, Map<String, ListenAddress> taken, Problems problems) {
    taken.entrySet().stream()
        .filter(other -> other.getValue().clashesWith(address))
        .findFirst()
        .ifPresent(other ->
            problems.add(
                ValuePath.of(key, "listen"),
                "found "
                    + address
                    + ", which '"
                    + other.getKey()
                    + "' has already, expected another port"));
    taken.put(key, address);
  }

  /** It would open the API to whoever shows nothing. */
  private static void checkToken(Secret token, Problems problems) {
    if (token.reveal().isBlank()) {
      problems.add(
          ValuePath.of("admin", "token"),
          "found an empty token, expected one that nobody can guess; leave it out to have no API");
    }
  }

  private static void checkHosts(GatewayFile file, Problems problems) {
    Map<HostName, String> owners = new HashMap<>();
    file.apps()
        .forEach((name, app) ->
            app.hosts()
                .forEach(host -> {
                  String other = owners.putIfAbsent(host, name);
                  if (other != null) {
                    problems.add(
                        ValuePath.of("apps", name, "hosts"),
                        "found host '" + host + "', which app " + other + " has already");
                  }
                }));
  }
}
