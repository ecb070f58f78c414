package dev.ostler.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the user's choice, each with a value of one shape, in the order of the file. */
final class MapShape extends Shape {
  private final Shape key;
  private final Shape item;
  private final @Nullable String listMeans;
  private final boolean mayBeEmpty;

  MapShape(Shape key, Shape item, @Nullable String listMeans, boolean mayBeEmpty) {
    this.key = key;
    this.item = item;
    this.listMeans = listMeans;
    this.mayBeEmpty = mayBeEmpty;
  }

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (value instanceof Value.Mapping mapping) {
      return mapping.entries.isEmpty() && !mayBeEmpty
          ? binding.problem(value, path, "found an empty mapping, expected one that is not empty")
          : bindEntries(mapping, path, binding);
    }
    return listMeans != null && value instanceof Value.Sequence names
        ? bindNames(names, listMeans, path, binding)
        : binding.mismatch(value, path, expected());
  }

  private @Nullable Object bindEntries(Value.Mapping mapping, ValuePath path, Binding binding) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, Value.Entry> entry : mapping.entries.entrySet()) {
      ValuePath inner = path.key(entry.getKey());
      Object name = key.bind(verbatim(entry.getValue().key), inner, binding);
      Object bound = item.bind(entry.getValue().value, inner, binding);
      if (name != null && bound != null && map.putIfAbsent(name, bound) != null) {
        binding.problem(
            entry.getValue().key, inner, "found a second key for the same, expected only one");
      }
    }
    return map.size() == mapping.entries.size() ? Collections.unmodifiableMap(map) : null;
  }

  /** A name is what it is: nothing in it is expanded, and no word of YAML's is special. */
  private static Value.Scalar verbatim(Value.Scalar name) {
    String text = name.text.indexOf('$') < 0 ? name.text : name.text.replace("$", "$$");
    return new Value.Scalar(name.source, name.position, text, name.isPlain && !name.isNothing());
  }

  private @Nullable Object bindNames(
      Value.Sequence names, String meaning, ValuePath path, Binding binding) {
    Map<Object, Object> map = new LinkedHashMap<>();
    boolean complete = true;
    for (int i = 0; i < names.items.size(); i++) {
      Value name = names.items.get(i);
      Object bound = key.bind(name, path.item(i), binding);
      Value.Scalar all = new Value.Scalar(name.source, name.position, meaning, true);
      if (bound == null) {
        complete = false;
      } else if (map.put(bound, item(all, path.item(i), binding)) != null) {
        binding.problem(name, path.item(i), "found " + name.found() + " twice, expected it once");
        complete = false;
      }
    }
    return complete ? Collections.unmodifiableMap(map) : null;
  }

  private Object item(Value.Scalar all, ValuePath path, Binding binding) {
    Object bound = item.bind(all, path, binding);
    if (bound == null) {
      throw new AssertionError("internal error: @ListMeans(\"" + listMeans + "\") is no value");
    }
    return bound;
  }

  @Override
  String expected() {
    return listMeans == null ? "a mapping" : "a mapping or a list";
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("additionalProperties", item.schema(definitions));
    if (!mayBeEmpty) {
      map.put("minProperties", 1);
    }
    if (listMeans == null) {
      return map;
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", key.schema(definitions));
    list.put("uniqueItems", true);
    return Map.of("anyOf", List.of(map, list));
  }

  @Override
  void explain(String path, Reference reference) {
    reference.add(path + ".NAME", item);
  }

  @Override
  boolean takes(Value value) {
    return listMeans != null && value instanceof Value.Sequence;
  }
}
