package dev.ostler.engine;

import static dev.ostler.engine.SshLoginException.Kind.SETTINGS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns settings into the hosts on the way, in the words of ssh_config(5). Does no I/O itself. */
final class SshConfiguration {
  private static final Duration LOGIN = Duration.ofSeconds(30);
  private static final Duration ALIVE = Duration.ofSeconds(10);

  /** A chain that is longer than this goes round in a circle. */
  private static final int MOST_HOPS = 8;

  /** Every keyword of a host, in lower case, with its values as the configuration has them. */
  @FunctionalInterface
  interface Source {
    Map<String, List<String>> of(SshSettings settings) throws SshLoginException;
  }

  private final Source source;
  private final SshPaths paths;

  SshConfiguration(Source source, SshPaths paths) {
    this.source = source;
    this.paths = paths;
  }

  /** The hosts to log in at, one through the other; the last is the one that was meant. */
  List<SshHop> route(SshSettings settings) throws SshLoginException {
    List<SshHop> route = new ArrayList<>();
    add(route, settings, 1);
    return route;
  }

  private void add(List<SshHop> route, SshSettings settings, int depth) throws SshLoginException {
    Values values = new Values(settings.host(), source.of(settings));
    List<SshSettings> jumps =
        settings.jumps().isEmpty() ? jumps(settings, values) : settings.jumps();
    if (depth > MOST_HOPS || route.size() + jumps.size() >= MOST_HOPS) {
      throw refused(settings.host(), "leads through more than " + MOST_HOPS + " hosts");
    }
    for (int i = 0; i < jumps.size(); i++) {
      // As in OpenSSH, only the first host of a list is itself reached as its configuration says:
      // the others are reached through the one before them.
      SshSettings jump = jumps.get(i);
      add(route, i == 0 ? jump : jump.with("ProxyJump", "none"), depth + 1);
    }
    route.add(hop(values, settings.access().secrets()));
  }

  private static List<SshSettings> jumps(SshSettings settings, Values values)
      throws SshLoginException {
    String command = values.first("proxycommand").orElse("none");
    if (!command.equals("none")) {
      throw refused(
          settings.host(),
          "has ProxyCommand '" + command + "', which is not supported; use ProxyJump");
    }
    String jumps = values.first("proxyjump").orElse("none");
    if (jumps.equals("none")) {
      return List.of();
    }
    List<SshSettings> result = new ArrayList<>();
    for (String jump : jumps.split(",", -1)) {
      result.add(jump(settings, jump));
    }
    return result;
  }

  private static SshSettings jump(SshSettings settings, String jump) throws SshLoginException {
    try {
      SshSettings through =
          SshSettings.parse(jump.startsWith("ssh://") ? jump : "ssh://" + jump)
              .withSecrets(settings.access().secrets());
      Optional<Path> configuration = settings.access().configuration();
      return configuration.isEmpty() ? through : through.withConfiguration(configuration.get());
    } catch (IllegalArgumentException e) {
      throw new SshLoginException(
          SETTINGS, "the ProxyJump '" + jump + "' of " + settings.host() + " is not a host", e);
    }
  }

  private SshHop hop(Values values, SshSecrets secrets) throws SshLoginException {
    SshHop.Place place =
        new SshHop.Place(
            values.first("hostname").orElse(values.host),
            values.number("port", 22),
            values.first("user").orElseGet(paths::user));
    SshPaths.Tokens tokens = new SshPaths.Tokens(values.host, place);
    return new SshHop(
        values.host, place, keys(values, tokens, secrets), trust(values, tokens), patience(values));
  }

  private SshHop.Keys keys(Values values, SshPaths.Tokens tokens, SshSecrets secrets)
      throws SshLoginException {
    List<Path> identities = new ArrayList<>();
    for (String file : values.all("identityfile")) {
      if (!file.equals("none")) {
        identities.add(paths.expand(file, tokens));
      }
    }
    return new SshHop.Keys(
        identities, values.yes("identitiesonly"), agent(values, tokens), secrets);
  }

  private Optional<Path> agent(Values values, SshPaths.Tokens tokens) throws SshLoginException {
    String agent = values.first("identityagent").orElse("SSH_AUTH_SOCK");
    if (agent.equals("none")) {
      return Optional.empty();
    }
    return agent.equals("SSH_AUTH_SOCK") ? paths.agent() : Optional.of(paths.expand(agent, tokens));
  }

  private SshHop.Trust trust(Values values, SshPaths.Tokens tokens) throws SshLoginException {
    List<Path> files = new ArrayList<>();
    for (String keyword : List.of("userknownhostsfile", "globalknownhostsfile")) {
      for (String file : values.all(keyword)) {
        if (!file.equals("none")) {
          files.add(paths.expand(file, tokens));
        }
      }
    }
    String strict = values.first("stricthostkeychecking").orElse("ask").toLowerCase(Locale.ROOT);
    // Who has switched the check off is still told of a changed key.
    boolean acceptNew = List.of("accept-new", "no", "off", "false").contains(strict);
    return new SshHop.Trust(
        values.first("hostkeyalias"), files, acceptNew, values.yes("hashknownhosts"));
  }

  private static SshHop.Patience patience(Values values) throws SshLoginException {
    int login = values.number("connecttimeout", 0);
    int alive = values.number("serveraliveinterval", 0);
    return new SshHop.Patience(
        login == 0 ? LOGIN : Duration.ofSeconds(login),
        alive == 0 ? ALIVE : Duration.ofSeconds(alive),
        Math.max(1, values.number("serveralivecountmax", 3)));
  }

  private static SshLoginException refused(String host, String why) {
    return new SshLoginException(SETTINGS, "the SSH configuration of " + host + " " + why, null);
  }

  private record Values(String host, Map<String, List<String>> all) {
    List<String> all(String keyword) {
      return all.getOrDefault(keyword, List.of());
    }

    Optional<String> first(String keyword) {
      return all(keyword).stream().findFirst();
    }

    boolean yes(String keyword) {
      return first(keyword)
          .filter(value -> value.equals("yes") || value.equals("true"))
          .isPresent();
    }

    int number(String keyword, int usual) throws SshLoginException {
      String value = first(keyword).orElse("none");
      try {
        return value.equals("none") ? usual : Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new SshLoginException(
            SETTINGS,
            "the SSH configuration of %s has %s '%s', which is not a number"
                .formatted(host, keyword, value),
            e);
      }
    }
  }
}
