package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Locale;

/**
 * Whose requests neither wake an app nor count as use.
 *
 * @param agents parts of the names that programs give themselves
 * @param paths those, and all that is below them, however a request writes them
 * @param methods such as OPTIONS
 */
record Ignored(List<String> agents, List<String> paths, List<String> methods) {
  static final Ignored NOBODY = new Ignored(List.of(), List.of(), List.of());

  /** Keeps copies. */
  Ignored {
    agents = agents.stream().map(agent -> agent.toLowerCase(Locale.ROOT)).toList();
    paths = paths.stream().map(NormalPath::of).toList();
    methods = methods.stream().map(method -> method.toUpperCase(Locale.ROOT)).toList();
  }

  boolean covers(HttpServerExchange exchange) {
    return methods.contains(exchange.getRequestMethod().toString())
        || (!paths.isEmpty() && isBelow(NormalPath.of(exchange.getRequestPath())))
        || isAgent(exchange.getRequestHeaders().getFirst(Headers.USER_AGENT));
  }

  private boolean isBelow(String path) {
    return paths.stream().anyMatch(path::startsWith);
  }

  private boolean isAgent(@org.jspecify.annotations.Nullable String agent) {
    if (agent == null) {
      return false;
    }
    String name = agent.toLowerCase(Locale.ROOT);
    return agents.stream().anyMatch(name::contains);
  }
}
