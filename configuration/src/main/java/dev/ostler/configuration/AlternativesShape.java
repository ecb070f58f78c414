package dev.ostler.configuration;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of several forms, which the records of a sealed interface describe. A record without
 * components is a word; one with a component marked as short form stands for values of its shape;
 * any other is a mapping that has the key of its first component.
 */
final class AlternativesShape extends Shape {
  private final Class<?> type;
  private final Shapes shapes;
  private final Map<String, RecordShape> words = new LinkedHashMap<>();
  private final Map<String, RecordShape> mappings = new LinkedHashMap<>();
  private final List<RecordShape> shortForms = new ArrayList<>();
  private boolean isComplete;

  AlternativesShape(Class<?> type, Shapes shapes) {
    this.type = type;
    this.shapes = shapes;
  }

  /** Looked at when first needed: an alternative may contain its own kind. */
  private void complete() {
    if (isComplete) {
      return;
    }
    isComplete = true;
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      RecordComponent[] components = permitted.getRecordComponents();
      RecordShape shape = new RecordShape(permitted, shapes);
      if (components.length == 0) {
        words.put(Names.ofType(permitted), shape);
      } else {
        Component first = shape.components().values().iterator().next();
        if (first.isShortForm) {
          shortForms.add(shape);
        } else {
          mappings.put(first.key, shape);
        }
      }
    }
  }

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    complete();
    if (value instanceof Value.Mapping mapping && !mappings.isEmpty()) {
      return bindMapping(mapping, path, binding);
    }
    if (value instanceof Value.Scalar word && words.containsKey(word.text)) {
      return bindWord(word, path, binding);
    }
    for (RecordShape shape : shortForms) {
      if (shape.shortForm(value) != null) {
        return shape.bind(value, path, binding);
      }
    }
    return value instanceof Value.Scalar scalar
        ? bindWord(scalar, path, binding)
        : binding.mismatch(value, path, expected());
  }

  private @Nullable Object bindMapping(Value.Mapping mapping, ValuePath path, Binding binding) {
    List<String> present = new ArrayList<>(mappings.keySet());
    present.retainAll(mapping.entries.keySet());
    if (present.size() == 1) {
      RecordShape chosen = mappings.get(present.getFirst());
      return chosen == null ? null : chosen.bind(mapping, path, binding);
    }
    if (present.isEmpty() && !mapping.entries.isEmpty()) {
      Value.Entry first = mapping.entries.values().iterator().next();
      String message = UnknownKeys.message(first.key.text, mappings.keySet());
      return binding.problem(first.key, path.key(first.key.text), message);
    }
    String found = present.isEmpty() ? "an empty mapping" : Texts.joined(present, "and");
    return binding.problem(
        mapping,
        path,
        "found " + found + ", expected exactly one of " + Texts.joined(mappings.keySet(), "or"));
  }

  private @Nullable Object bindWord(Value.Scalar scalar, ValuePath path, Binding binding) {
    String text = binding.text(scalar, path);
    if (text == null) {
      return null;
    }
    RecordShape word = words.get(text);
    return word == null
        ? binding.mismatch(scalar, path, expected() + Suggestion.of(text, words.keySet()))
        : word.bind(new Value.Mapping(scalar.source, scalar.position, Map.of()), path, binding);
  }

  @Override
  String expected() {
    complete();
    List<String> forms = new ArrayList<>(words.keySet());
    for (RecordShape shape : shortForms) {
      forms.add(shape.components().values().iterator().next().shape.expected());
    }
    if (!mappings.isEmpty()) {
      forms.add("a mapping with " + Texts.joined(mappings.keySet(), "or"));
    }
    return Texts.joined(forms, "or");
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    complete();
    return definitions.reference(type, () -> definition(definitions));
  }

  private Map<String, Object> definition(Definitions definitions) {
    List<Object> forms = new ArrayList<>();
    if (!words.isEmpty()) {
      forms.add(Definitions.orReference(Map.of("enum", words.keySet())));
    }
    for (RecordShape shape : shortForms) {
      forms.add(shape.components().values().iterator().next().shape.schema(definitions));
    }
    for (RecordShape shape : mappings.values()) {
      forms.add(shape.schema(definitions));
    }
    return new LinkedHashMap<>(Map.of("anyOf", forms));
  }

  @Override
  void explain(String path, Reference reference) {
    complete();
    for (RecordShape shape : shortForms) {
      shape.components().values().iterator().next().shape.explain(path, reference);
    }
    mappings.forEach((key, shape) -> reference.add(path + " with " + key, shape));
  }

  @Override
  boolean takes(Value value) {
    complete();
    if (value instanceof Value.Scalar && !words.isEmpty()) {
      return true;
    }
    for (RecordShape shape : shortForms) {
      if (shape.takes(value)) {
        return true;
      }
    }
    return false;
  }
}
