package dev.ostler.fleet;

import dev.ostler.configuration.Key;
import java.util.Map;

/** Hosts that a container is for: the one of that name, or all that have a label. */
@Key("host or a label KEY=VALUE")
record HostSelector(String text) {
  static HostSelector parse(String text) {
    return new HostSelector(text);
  }

  boolean isLabel() {
    return text.indexOf('=') >= 0;
  }

  boolean takes(String host, Map<String, String> labels) {
    int equals = text.indexOf('=');
    return equals < 0
        ? text.equals(host)
        : text.substring(equals + 1).equals(labels.get(text.substring(0, equals)));
  }
}
