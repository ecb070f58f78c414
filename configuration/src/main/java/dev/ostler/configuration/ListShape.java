package dev.ostler.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list of values of one shape. */
final class ListShape extends Shape {
  private final Shape item;
  private final boolean mayBeOne;
  private final boolean mayBeEmpty;

  ListShape(Shape item, boolean mayBeOne, boolean mayBeEmpty) {
    this.item = item;
    this.mayBeOne = mayBeOne;
    this.mayBeEmpty = mayBeEmpty;
  }

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (!(value instanceof Value.Sequence sequence)) {
      return mayBeOne ? one(value, path, binding) : binding.mismatch(value, path, expected());
    }
    if (sequence.items.isEmpty() && !mayBeEmpty) {
      String wanted = mayBeOne ? expected() : "one that is not empty";
      return binding.problem(value, path, "found an empty list, expected " + wanted);
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < sequence.items.size(); i++) {
      Object bound = item.bind(sequence.items.get(i), path.item(i), binding);
      if (bound != null) {
        items.add(bound);
      }
    }
    return items.size() == sequence.items.size() ? List.copyOf(items) : null;
  }

  private @Nullable Object one(Value value, ValuePath path, Binding binding) {
    Object bound = item.bind(value, path, binding);
    return bound == null ? null : List.of(bound);
  }

  @Override
  String expected() {
    return mayBeOne ? item.expected() + " or a list of such" : "a list";
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", item.schema(definitions));
    if (!mayBeEmpty) {
      list.put("minItems", 1);
    }
    return mayBeOne ? Map.of("anyOf", List.of(item.schema(definitions), list)) : list;
  }

  @Override
  void explain(String path, Reference reference) {
    reference.add(path + "[]", item);
  }

  @Override
  boolean takes(Value value) {
    return value instanceof Value.Sequence || (mayBeOne && item.takes(value));
  }
}
