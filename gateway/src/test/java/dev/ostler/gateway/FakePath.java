package dev.ostler.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where objects of an API server are. */
record FakePath(
    String group, String version, String namespace, String plural, String name, String sub) {
  static FakePath parse(String path) {
    Deque<String> parts = new ArrayDeque<>(List.of(path.substring(1).split("/", -1)));
    String group = parts.pop().equals("api") ? "" : parts.pop();
    String version = parts.pop();
    String namespace = "";
    if (parts.size() > 2 && "namespaces".equals(parts.peek())) {
      parts.pop();
      namespace = parts.pop();
    }
    String plural = parts.pop();
    String name = parts.isEmpty() ? "" : parts.pop();
    return new FakePath(
        group, version, namespace, plural, name, parts.isEmpty() ? "" : parts.pop());
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  boolean holds(FakePath other) {
    return group.equals(other.group)
        && plural.equals(other.plural)
        && (namespace.isEmpty() || namespace.equals(other.namespace));
  }

  FakePath at(String ofNamespace, String ofName) {
    return new FakePath(group, version, ofNamespace, plural, ofName, "");
  }

  FakePath whole() {
    return new FakePath(group, version, namespace, plural, name, "");
  }
}
