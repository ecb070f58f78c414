package dev.ostler.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The apps by name and by host. An immutable table, replaced as a whole. */
final class Apps {
  /** Stands for all hosts that no app has. */
  static final String ANY = "*";

  private final Map<String, AppRun> byName = new TreeMap<>();
  private final Map<String, AppRun> byHost = new HashMap<>();

  Apps(Collection<AppRun> runs) {
    for (AppRun run : runs) {
      byName.put(run.settings().name(), run);
      run.settings().hosts().forEach(host -> byHost.put(host, run));
    }
  }

  Collection<AppRun> all() {
    return byName.values();
  }

  Optional<AppRun> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The app that answers to a name in a request, which may have another case, or a dot after. */
  Optional<AppRun> at(@Nullable String host) {
    if (host == null) {
      return Optional.empty();
    }
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    AppRun run = byHost.get(name);
    return Optional.ofNullable(run == null ? byHost.get(ANY) : run);
  }
}
